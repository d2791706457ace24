# What the launchers of daemon and client have in common: how either takes its classes from an archive, docs/decisions/0005. They have set java, its options and classes, and can_train says whether they could make one.

# Which build of Java it is, as its own file says; nothing when there is none, or it has letters that no file name should.
java_build() {
    build=''
    jdk=${JAVA_HOME-}
    [ -n "$jdk" ] || jdk=$(readlink -f "$java") || return 0
    jdk=${jdk%/bin/java}
    [ -r "$jdk/release" ] || return 0
    while IFS='="' read -r key _ value _; do
        case $key in JAVA_RUNTIME_VERSION | IMPLEMENTOR_VERSION | OS_ARCH) build=$build-$value;; esac
    done <"$jdk/release"
    case $build in *[!A-Za-z0-9.+_-]*) build='';; esac
}

# Archives the classes that a training needs and those of the JDK, by one of the calls that run at once. Where it cannot be done an empty file says so, that not every call tries.
# Strings are archived too if the collector that writes the archive is G1, whichever reads it.
make_archive() {
    exec 9>"$archive.lock" && flock -n 9 || return 0
    work=$(mktemp -d) || return 0
    trap 'rm -rf "$work" "$archive.$$"' EXIT
    trap 'exit 1' HUP INT TERM
    # A service manager waits for what the daemon says, not for the training.
    unset NOTIFY_SOCKET WATCHDOG_USEC WATCHDOG_PID LISTEN_PID LISTEN_FDS LISTEN_FDNAMES
    nice "$java" $options -Xlog:disable "-XX:DumpLoadedClassList=$work/classes" -cp "$classes" "$1" "$work"
    [ ! -e "$work/trained" ] || nice "$java" -Xlog:disable -Xshare:dump -XX:+UseG1GC "-XX:SharedClassListFile=$work/classes" "-XX:SharedArchiveFile=$archive.$$" -cp "$classes"
    [ -e "$archive.$$" ] || : >"$archive.$$"
    mv -f "$archive.$$" "$archive"
    rm -f "$archive.lock"
}

# use_archive DIRECTORY NAME TRAINING JAR...: sets usable to the archive, if there is one that is newer than the jars. The first call makes it behind its back, and the first after a build; who installs waits for it.
use_archive() {
    usable=''
    java_build
    archive=$1/$2$build.jsa
    training=$3
    [ -n "$build" ] || return 0
    fresh=yes
    shift 3
    for jar; do
        [ "$archive" -nt "$jar" ] || fresh=''
    done
    if [ -n "$fresh" ]; then
        [ ! -s "$archive" ] || usable=$archive
    elif [ -w "${archive%/*}" ] && can_train && command -v flock >/dev/null; then
        if [ -n "${SWITCHD_AWAIT_ARCHIVE-}" ]; then
            (make_archive "$training") </dev/null >/dev/null 2>&1
        else
            # A child of nobody's: the launcher becomes a JVM, which waits for none that it did not start.
            ( (make_archive "$training") </dev/null >/dev/null 2>&1 & )
        fi
    fi
}
