"""`guarantees`: the contract, listed or explained."""

from __future__ import annotations

import json
from typing import Any

import click


@click.command("guarantees")
@click.argument("guarantee", required=False)
@click.option("--edition", metavar="E", help="Only what this edition promises.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(guarantee: str | None, edition: str | None, as_json: bool) -> None:
    """List the contract, or explain one guarantee: what is promised, where, and how it is tried.

    GUARANTEE is an id such as mkstemp.owner-only, or a pattern such as 'mkstemp.*'.
    """
    from tempfile_conformance import contract
    from tempfile_conformance.checks import registry
    from tempfile_conformance.cli.exits import Unusable

    if edition is not None and edition not in contract.EDITIONS:
        raise Unusable(f"--edition {edition}: unknown; there are {', '.join(contract.EDITIONS)}")
    try:
        chosen = contract.load().select([guarantee] if guarantee else [])
    except LookupError as error:
        raise Unusable(str(error.args[0])) from error
    chosen = tuple(item for item in chosen if edition is None or item.holds_for(edition))
    if not chosen:
        raise Unusable(f"edition {edition} does not make this promise")
    checks = registry.load()
    described = [_described(item, checks.get(item.id)) for item in chosen]
    if as_json:
        click.echo(json.dumps(described, indent=2, ensure_ascii=False))
    elif guarantee and len(described) == 1:
        _explain(described[0])
    else:
        _list(described)


def _described(item: Any, check: Any) -> dict[str, Any]:
    from tempfile_conformance import known
    from tempfile_conformance.gallery import faults

    return {
        "id": item.id,
        "statement": item.statement,
        "chapter": item.chapter,
        "level": item.level,
        "category": item.category,
        "severity": item.severity,
        "cwe": list(item.cwe),
        "editions": item.editions,
        "platforms": list(item.platforms) or ["any"],
        "functions": list(item.functions),
        "documented": [
            {"edition": sentence.edition, "section": sentence.section, "sentence": sentence.text}
            for sentence in item.documented
        ],
        "checks": [{"name": check.name, "does": check.doc}] if check else [],
        "faults": [{"name": fault.name, "does": fault.doc} for fault in faults(item.id)],
        "issues": [
            {"implementation": issue.implementation, "url": issue.url}
            for issue in known.issues()
            if issue.about(item.id)
        ],
    }


def _list(items: list[dict[str, Any]]) -> None:
    chapter = None
    width = max(len(item["id"]) for item in items)
    for item in items:
        if item["chapter"] != chapter:
            chapter = item["chapter"]
            click.echo(("" if item is items[0] else "\n") + click.style(chapter, bold=True))
        note = "" if item["checks"] else "  [no check yet]"
        click.echo(f"  {item['id']:<{width}}  {item['statement']}{note}")
    unchecked = sum(not item["checks"] for item in items)
    click.echo(f"\n{len(items)} guarantees, {unchecked} without a check.")


def _explain(item: dict[str, Any]) -> None:
    import textwrap

    def paragraph(text: str, indent: str = "  ") -> None:
        click.echo(textwrap.fill(text, 96, initial_indent=indent, subsequent_indent=indent))

    click.echo(click.style(item["id"], bold=True))
    paragraph(item["statement"])
    weakness = "".join(f", CWE-{number}" for number in item["cwe"])
    click.echo(f"\n  {item['level']}; severity {item['severity']}; {item['category']}{weakness}")
    click.echo(f"  editions: {item['editions']}; platforms: {', '.join(item['platforms'])}")
    click.echo("\n" + click.style("Documented", bold=True))
    for sentence in item["documented"]:
        paragraph(f"{sentence['edition']}, {sentence['section']}: “{sentence['sentence']}”")
    if not item["documented"]:
        paragraph("in editions whose text is not in the contract yet")
    click.echo("\n" + click.style("Checked by", bold=True))
    for check in item["checks"] or [{"name": "nothing yet", "does": ""}]:
        paragraph(f"{check['name']}: {check['does']}".rstrip(": "))
    if item["faults"]:
        click.echo("\n" + click.style("Shown to bite by", bold=True))
        for fault in item["faults"]:
            paragraph(f"{fault['name']}: {fault['does']}")
    if item["issues"]:
        click.echo("\n" + click.style("Known to be broken", bold=True))
        for issue in item["issues"]:
            click.echo(f"  by {issue['implementation']}: {issue['url']}")
