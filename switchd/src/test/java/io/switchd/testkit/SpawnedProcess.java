package io.switchd.testkit;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A process that was given descriptors of this one, which Java's own way of starting processes cannot do. */
public final class SpawnedProcess implements AutoCloseable {

    private static final int FIRST = 3;
    private static final int SIZE_OF_ACTIONS = 256;
    private static final int O_WRONLY_CREAT_TRUNC = 0x1 | 0x40 | 0x200;
    private static final int WNOHANG = 1;
    private static final int EXITED = 0xff00;
    private static final int SIGNAL = 0x7f;
    private static final int KILLED_BY = 128;

    private final int pid;
    private Integer exitCode;

    private SpawnedProcess(final int pid) {
        this.pid = pid;
    }

    /** posix_spawn(3), waitpid(2). */
    private interface Spawn extends Library {

        Spawn C = Native.load("c", Spawn.class);

        int posix_spawn_file_actions_init(Memory actions);

        int posix_spawn_file_actions_addopen(Memory actions, int descriptor, String path, int flags, int mode);

        int posix_spawn_file_actions_adddup2(Memory actions, int descriptor, int as);

        int posix_spawn_file_actions_addclosefrom_np(Memory actions, int from);

        int posix_spawn_file_actions_destroy(Memory actions);

        int posix_spawnp(IntByReference pid, String file, Memory actions, Memory attributes, String[] arguments, String[] environment);

        int waitpid(int pid, IntByReference status, int options);
    }

    /**
     * @param descriptors that become those from 3 on; there are no others but the first three
     * @param output      of both kinds
     */
    static SpawnedProcess start(final List<String> command, final List<Integer> descriptors, final Path output) {
        try (Memory actions = new Memory(SIZE_OF_ACTIONS)) {
            check(Spawn.C.posix_spawn_file_actions_init(actions));
            check(Spawn.C.posix_spawn_file_actions_addopen(actions, 0, "/dev/null", 0, 0));
            check(Spawn.C.posix_spawn_file_actions_addopen(actions, 1, output.toString(), O_WRONLY_CREAT_TRUNC, 0600));
            check(Spawn.C.posix_spawn_file_actions_adddup2(actions, 1, 2));
            final int free = Math.max(FIRST, descriptors.stream().mapToInt(descriptor -> descriptor + 1).max().orElse(FIRST)) + descriptors.size();
            for (int i = 0; i < descriptors.size(); i++) {
                check(Spawn.C.posix_spawn_file_actions_adddup2(actions, descriptors.get(i), free + i));
            }
            for (int i = 0; i < descriptors.size(); i++) {
                check(Spawn.C.posix_spawn_file_actions_adddup2(actions, free + i, FIRST + i));
            }
            check(Spawn.C.posix_spawn_file_actions_addclosefrom_np(actions, FIRST + descriptors.size()));
            final Stream<String> environment = System.getenv().entrySet().stream().map(Map.Entry::toString);
            final IntByReference pid = new IntByReference();
            check(Spawn.C.posix_spawnp(pid, command.get(0), actions, null, command.toArray(String[]::new), environment.toArray(String[]::new)));
            check(Spawn.C.posix_spawn_file_actions_destroy(actions));
            return new SpawnedProcess(pid.getValue());
        }
    }

    private static void check(final int error) {
        if (error != 0) {
            throw new AssertionError("posix_spawn: error " + error);
        }
    }

    public int pid() {
        return pid;
    }

    public boolean isAlive() {
        if (exitCode == null) {
            final IntByReference status = new IntByReference();
            if (Spawn.C.waitpid(pid, status, WNOHANG) == pid) {
                final int signal = status.getValue() & SIGNAL;
                exitCode = signal != 0 ? KILLED_BY + signal : (status.getValue() & EXITED) >> Byte.SIZE;
            }
        }
        return exitCode == null;
    }

    public void signal(final String signal) {
        Commands.run("kill", "-" + signal, Integer.toString(pid)).ok();
    }

    /** The exit code of a process that is about to end, as a shell has it. */
    public int waitFor(final Duration deadline) {
        Await.until("process " + pid + " ends", deadline, () -> !isAlive());
        return exitCode;
    }

    @Override
    public void close() {
        if (isAlive()) {
            signal("KILL");
            waitFor(Duration.ofSeconds(10));
        }
    }
}
