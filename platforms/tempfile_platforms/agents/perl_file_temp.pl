#!/usr/bin/env perl
# An agent that hosts Perl's File::Temp, and speaks the protocol of PROTOCOL.md. Needs Perl 5.14 or later, nothing else.
#
# File::Temp has functions of its own; here they go by the names that the contract knows: mkstemp and mkdtemp are
# tempfile() and tempdir() without cleaning up, with suffix, prefix and dir as documented there. Nothing else is
# declared, so nothing else is judged.
use strict;
use warnings;
use Cwd ();
use Encode ();
use Errno ();
use Fcntl qw(:mode SEEK_SET);
use File::Temp ();
use JSON::PP ();
use POSIX ();

my $json = JSON::PP->new->ascii->allow_nonref->canonical;
my $here;       # the working directory: asked for while File::Temp is at work, the answer might be made to fail
my %handles;    # descriptors that File::Temp opened stay open with their handles

# Private copies of the streams; the implementation is left with an empty input and standard error as its output.
open my $in,  '<&', \*STDIN  or die "no input: $!";
open my $out, '>&', \*STDOUT or die "no output: $!";
binmode $_ for $in, $out;
open STDIN,  '<',  '/dev/null' or die $!;
open STDOUT, '>&', \*STDERR    or die $!;
select((select($out), $| = 1)[0]);
my %own = map { fileno($_) => 1 } $in, $out;

my %errors = (
    ENOENT => 'FileNotFoundError', EEXIST  => 'FileExistsError',   EACCES => 'PermissionError',
    EPERM  => 'PermissionError',   ENOTDIR => 'NotADirectoryError', EISDIR => 'IsADirectoryError',
);

sub refuse { die { refused => $_[0] } }
sub ending { die { how => $_[0] } }

# A byte that is not UTF-8 travels as a lone surrogate, which JSON::PP does not take: U+F780 and up stand for it here.
sub native {
    my ($text) = @_;
    my $octets = Encode::encode('utf8', $text);    # the lax one: U+FFFE too
    $octets =~ s/\xef([\x9e\x9f])([\x80-\xbf])/chr(0x80 + ((ord($1) - 0x9e) << 6) + (ord($2) & 0x3f))/ge;
    return $octets;
}

sub text {
    my ($octets) = @_;
    return Encode::decode('utf8', $octets, sub { join '', map { chr(0xDC00 + $_) } @_ });
}

sub value {
    my ($value) = @_;
    return $value unless ref $value eq 'HASH';
    return pack 'H*', $value->{'$bytes'} if exists $value->{'$bytes'};
    refuse('only strings, numbers and bytes go in here');
}

sub path { my ($request, $key) = @_; native($request->{ $key // 'path' }) }
sub bytes { { '$bytes' => unpack 'H*', $_[0] } }
sub or_error { my ($done, $file) = @_; return undef if $done; die { failed => $! + 0, file => $file, message => "$!" } }

sub kind {
    my ($mode) = @_;
    return S_ISREG($mode) ? 'file' : S_ISDIR($mode) ? 'directory' : S_ISLNK($mode) ? 'symlink'
      : S_ISFIFO($mode) ? 'fifo' : S_ISSOCK($mode) ? 'socket' : 'other';
}

sub facts {
    my @found = @_;
    return undef unless @found;
    my ($device, $inode, $mode, $links, $uid, $gid, undef, $size) = @found;
    return [ kind($mode), S_IMODE($mode), $size, $links, $device, $inode, $uid, $gid ];
}

sub names {
    my ($directory) = @_;
    opendir my $handle, $directory or or_error(0, $directory);
    return sort grep { $_ ne '.' && $_ ne '..' } readdir $handle;
}

sub tree {
    my ($directory, $prefix) = @_;
    return map {
        my $mode = (lstat "$directory/$_")[2];
        ([ text($prefix . $_), kind($mode), S_IMODE($mode) ], S_ISDIR($mode) ? tree("$directory/$_", "$prefix$_/") : ());
    } names($directory);
}

sub remove_tree {
    my ($directory) = @_;
    chmod 0700, $directory;
    opendir my $handle, $directory or return;
    for my $name (grep { $_ ne '.' && $_ ne '..' } readdir $handle) {
        my $entry = "$directory/$name";
        -d $entry && !-l $entry ? remove_tree($entry) : unlink $entry;
    }
    rmdir $directory;
}

# --- File::Temp by the contract's names

sub options {
    my ($request, @order) = @_;
    my %given = %{ $request->{keywords} // {} };
    my @arguments = @{ $request->{arguments} // [] };
    @given{ @order[ 0 .. $#arguments ] } = @arguments if @arguments;
    for my $name (keys %given) {
        delete $given{$name}, next unless defined $given{$name};
        refuse("no parameter $name") unless grep { $_ eq $name } @order;
        refuse('File::Temp takes paths as strings') if ref $given{$name};
    }
    my ($suffix, $prefix) = map { native($given{$_} // '') } 'suffix', 'prefix';
    refuse('to File::Temp, an X at the end of a prefix is part of the name to be chosen') if $prefix =~ /X\z/;
    my @place = exists $given{dir} ? (DIR => native($given{dir})) : (TMPDIR => 1);
    return ($prefix eq '' && !exists $given{prefix} ? 'tmp' : $prefix, $suffix, @place);
}

my %functions = (
    mkstemp => sub {
        # Text or not makes no difference to a descriptor here.
        delete $_[0]{keywords}{text} if $_[0]{keywords};
        my ($prefix, $suffix, @place) = options($_[0], 'suffix', 'prefix', 'dir');
        my ($handle, $name) = File::Temp::tempfile("${prefix}XXXXXXXX", SUFFIX => $suffix, @place, UNLINK => 0);
        $handles{ fileno $handle } = $handle;
        return { '$tuple' => [ fileno $handle, text(File::Spec->rel2abs($name, $here)) ] };
    },
    mkdtemp => sub {
        my ($prefix, $suffix, @place) = options($_[0], 'suffix', 'prefix', 'dir');
        refuse('tempdir() has no suffix') if $suffix ne '';
        return text(File::Spec->rel2abs(File::Temp::tempdir("${prefix}XXXXXXXX", @place, CLEANUP => 0), $here));
    },
);

sub call {
    my ($request) = @_;
    my $function = $functions{ $request->{function} } or refuse("no function $request->{function}");
    $! = 0;
    my $result = eval { $function->($request) };
    return $result unless my $problem = $@;
    die $problem if ref $problem;
    # Where in this file the call stands is no part of what went wrong.
    (my $message = "$problem") =~ s{ at \Q$0\E line \d+\.?\s*\z}{};
    die { failed => $! + 0, message => text($message) };
}

# --- the operating system

my %operations = (
    call       => \&call,
    has        => sub { refuse('only of the module') if $_[0]{object}; $functions{ $_[0]{name} } ? JSON::PP::true : JSON::PP::false },
    repeat     => sub { [ map { answer($_[0]{request}) } 1 .. $_[0]{count} ] },
    stat       => sub { facts(($_[0]{follow} // 1) ? stat path($_[0]) : lstat path($_[0])) },
    fstat      => sub { my @found = POSIX::fstat($_[0]{fd}); @found ? facts(@found) : or_error(0) },
    listdir    => sub { [ map { text($_) } names(path($_[0])) ] },
    tree       => sub { [ tree(path($_[0]), '') ] },
    readlink   => sub { my $target = readlink path($_[0]); defined $target ? text($target) : or_error(0) },
    mkdir      => sub { or_error(mkdir(path($_[0]), $_[0]{mode} // 0700), $_[0]{path}) },
    symlink    => sub { or_error(symlink(path($_[0], 'target'), path($_[0])), $_[0]{path}) },
    link       => sub { or_error(link(path($_[0], 'target'), path($_[0])), $_[0]{path}) },
    rename     => sub { or_error(rename(path($_[0]), path($_[0], 'target')), $_[0]{path}) },
    unlink     => sub { or_error(unlink(path($_[0])), $_[0]{path}) },
    rmdir      => sub { or_error(rmdir(path($_[0])), $_[0]{path}) },
    chmod      => sub { or_error(chmod($_[0]{mode}, path($_[0])), $_[0]{path}) },
    chdir      => sub { or_error(chdir(path($_[0])), $_[0]{path}); $here = Cwd::getcwd(); undef },
    getcwd     => sub { text(Cwd::getcwd()) },
    getpid     => sub { $$ },
    umask      => sub { umask $_[0]{umask} },
    environ    => sub { environment({ $_[0]{name} => $_[0]{value} }) },
    fd_read    => sub { defined(my $n = POSIX::read($_[0]{fd}, my $data, $_[0]{size})) or or_error(0); bytes($data) },
    fd_write   => sub { my $n = POSIX::write($_[0]{fd}, value($_[0]{data}), length value($_[0]{data})); $n // or_error(0); $n + 0 },
    fd_seek    => sub { my $n = POSIX::lseek($_[0]{fd}, $_[0]{offset}, $_[0]{whence} // SEEK_SET); $n // or_error(0); $n + 0 },
    fd_close   => sub { delete $handles{ $_[0]{fd} } ? undef : or_error(defined POSIX::close($_[0]{fd})) },
    collect    => sub { undef $@; undef },    # Perl counts references: there is no garbage
    end        => sub { ending('_exit') },
    exit       => sub { ending($_[0]{how}) },
    read_file  => sub {
        open my $file, '<:raw', path($_[0]) or or_error(0, $_[0]{path});
        local $/;
        bytes(scalar(<$file>) // '');
    },
    write_file => sub {
        open my $file, '>:raw', path($_[0]) or or_error(0, $_[0]{path});
        print $file value($_[0]{data});
        or_error(close $file);
    },
    descriptors => sub {
        [ map { my @found = POSIX::fstat($_); @found && !$own{$_} ? [ $_ + 0, $found[0], $found[1] ] : () } 0 .. 255 ];
    },
);

$operations{fork} = sub {
    my ($request) = @_;
    refuse('process ids cannot be chosen here') if $request->{low_id};
    my @children = map {
        pipe my $readable, my $writable or or_error(0);
        defined(my $pid = fork) or or_error(0);
        if ($pid == 0) {
            print $writable $json->encode([ map { answer($_) } @{ $request->{requests} } ]);
            close $writable;
            ending($request->{exit} // '_exit');
        }
        [ $pid, $readable ];
    } 1 .. $request->{count} // 1;
    return [ map {
        my ($pid, $readable) = @$_;
        my $replies = do { local $/; readline $readable };
        waitpid $pid, 0;
        { replies => defined $replies && length $replies ? $json->decode($replies) : [], status => $? };
    } @children ];
};

# A program that this process starts, with nothing hidden from it, prints what it finds open.
$operations{spawn} = sub {
    my $code = 'for (0 .. 255) { my @f = POSIX::fstat($_); print "$_ $f[0] $f[1]\n" if @f }';
    open my $pipe, '-|', $^X, '-MPOSIX', '-e', $code or refuse("a child process could not be started: $!");
    my @found = map { [ map { $_ + 0 } split ] } <$pipe>;
    close $pipe or refuse('a child process could not be started');
    return \@found;
};

sub environment {
    my ($changes) = @_;
    for my $name (keys %$changes) {
        defined $changes->{$name} ? ($ENV{ native($name) } = native($changes->{$name})) : delete $ENV{ native($name) };
    }
    return undef;
}

# --- the conversation

sub answer {
    my ($request) = @_;
    my $operation = $operations{ $request->{op} } or return { refused => "no operation '$request->{op}'" };
    my $result = eval { { ok => $operation->($request) } };
    return $result if $result;
    my $problem = $@;
    die $problem if ref $problem && exists $problem->{how};
    return { refused => ref $problem ? $problem->{refused} : "$problem" } if !ref $problem || exists $problem->{refused};
    local $! = $problem->{failed};
    my ($errno) = grep { $!{$_} } sort keys %!;
    my $type = !$problem->{failed} ? 'RuntimeError' : $errors{ $errno // '' } // 'OSError';
    my @bases = $type eq 'RuntimeError' ? ($type, 'Exception') : ($type, $type eq 'OSError' ? () : 'OSError', 'Exception');
    return { error => { type => $type, bases => \@bases, message => $problem->{message}, errno => $errno, filename => $problem->{file} } };
}

sub say_to_suite { print $out $json->encode($_[0]), "\n" }

sub hello {
    return { refused => 'this agent speaks protocol 1' } if ($_[0]{protocol} // 0) != 1;
    return { ok => {
        protocol => 1,
        agent => { name => 'perl-file-temp', version => '1' },
        implementation => {
            name => 'File::Temp', file => $INC{'File/Temp.pm'}, version => "$File::Temp::VERSION", edition => '3.14',
            standard => JSON::PP::true, functions => [ sort keys %functions ], variables => [],
        },
        runtime => {
            language => 'Perl', name => 'perl', version => sprintf('%vd', $^V), platform => $^O, os => 'posix',
            executable => $^X, native_bytes => JSON::PP::false,
        },
        abilities => [ 'fork', 'spawn', 'umask', 'permissions', $> == 0 ? 'user' : () ],
        sensor => undef,
    } };
}

sub prepare {
    my ($request) = @_;
    refuse('no private mounts here') if $request->{confine};
    my ($user, $directory) = ($request->{user}, path($request, 'directory'));
    umask 0;
    or_error(mkdir($directory, 0700), $request->{directory});
    chown $user->{uid}, $user->{gid}, $directory if $user;
    for my $item (@{ $request->{scene} // [] }) {
        my ($kind, $path) = ($item->{kind}, path($item));
        if ($kind eq 'symlink') { or_error(symlink(path($item, 'target'), $path)); next }
        if    ($kind eq 'directory') { or_error(mkdir $path, 0700) }
        elsif ($kind eq 'fifo')      { or_error(POSIX::mkfifo($path, 0600)) }
        elsif ($kind eq 'file')      { $operations{write_file}->({ path => $item->{path}, data => $item->{data} // { '$bytes' => '' } }) }
        else                         { refuse("no scene of kind $kind") }
        my $owner = $item->{owner} // $user;
        chown $owner->{uid}, $owner->{gid}, $path if ref $owner;
        chmod $item->{mode} // ($kind eq 'directory' ? 0700 : 0600), $path;
    }
    environment($request->{environment} // {});
    or_error(chdir path($request, 'cwd'), $request->{cwd});
    $here = Cwd::getcwd();
    if ($user) {
        $( = $user->{gid};
        $) = "$user->{gid} $user->{gid}";
        POSIX::setuid($user->{uid}) or refuse("setuid: $!");
    }
    umask $request->{umask};
}

sub leave {
    my ($how) = @_;
    exit 0 if $how eq 'return';
    die "an unhandled exception, on request\n" if $how eq 'exception';
    if ($how =~ s/^SIG//) { $SIG{$how} = 'DEFAULT'; kill $how, $$; sleep 1 while 1 }
    POSIX::_exit(0);
}

# Answers until the trial ends; returns how it is to end.
sub trial {
    my ($begin) = @_;
    setpgrp 0, 0;
    unless (eval { prepare($begin); 1 }) {
        my $why = ref $@ ? $@->{refused} // $@->{message} : "$@";
        say_to_suite({ id => $begin->{id}, refused => $why });
        POSIX::_exit(0);
    }
    say_to_suite({ id => $begin->{id}, ok => { pid => $$ } });
    while (my $request = receive()) {
        my $reply = eval { answer($request) };
        return $@->{how} unless $reply;
        say_to_suite({ id => $request->{id}, %$reply });
    }
    POSIX::_exit(0);
}

my $rest = '';
sub receive {
    # Not buffered by Perl: a trial must not take what was meant for the agent.
    my $end;
    while (($end = index $rest, "\n") < 0) {
        my $n = sysread $in, $rest, 65536, length $rest;
        next if !defined $n && $!{EINTR};
        return undef unless $n;
    }
    my $line = substr $rest, 0, $end + 1, '';
    return receive() if $line =~ /\A\s*\z/;
    $line =~ s/(?<!\\ud[89ab][0-9a-f]{2})\\udc([89a-f][0-9a-f])/\\uf7$1/g;
    return $json->decode($line);
}

my $last;
while (my $request = receive()) {
    my $reply;
    if ($request->{op} eq 'hello') { $reply = hello($request) }
    elsif ($request->{op} eq 'begin') {
        my ($swept, $pid) = ($last, undef);
        $last = path($request, 'directory');
        if ($request->{isolation} ne 'fork') { leave(trial($request)) }
        defined($pid = fork) or die "fork: $!";
        leave(trial($request)) if $pid == 0;
        setpgrp $pid, $pid;
        remove_tree($swept) if defined $swept;
        1 while waitpid($pid, 0) == -1 && $!{EINTR};
        my $status = $?;
        kill 'KILL', -$pid;
        print $out "\n";
        say_to_suite({ id => $request->{id}, ended => $status & 127 ? { signal => $status & 127 } : { status => $status >> 8 } });
        next;
    }
    elsif ($request->{op} =~ /\A(?:stat|listdir|tree|read_file|readlink)\z/) { $reply = answer($request) }
    elsif ($request->{op} eq 'end') { last }
    else { $reply = { refused => "'$request->{op}' needs a trial" } }
    say_to_suite({ id => $request->{id}, %$reply });
}
