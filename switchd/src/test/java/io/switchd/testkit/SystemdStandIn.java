package io.switchd.testkit;

import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.MessageLayout;
import io.switchd.linux.libc.NativeMemory;
import io.switchd.linux.libc.PollSet;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What a service sees of systemd: a socket that hears what it says, with the number of the process that says it, and
 * keeps the descriptors it has kept; programs that find those, and that socket, in their environment. Done as
 * sd_notify(3) and sd_listen_fds(3) have it, for machines on which systemd is not the first process. It neither ends
 * nor restarts anything by itself.
 */
public final class SystemdStandIn implements AutoCloseable {

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_PASSCRED = 16;
    private static final int SCM_RIGHTS = 1;
    private static final int SCM_CREDENTIALS = 2;
    private static final int MSG_DONTWAIT_CMSG_CLOEXEC = 0x40 | 0x4000_0000;
    private static final int SUN_PATH = Short.BYTES;

    private static final int TEXT_SIZE = 4_096;
    private static final int CONTROL_SIZE = 2_048;
    private static final int NAME = 0;
    private static final int HEADER = NAME + 128;
    private static final int VECTOR = HEADER + MessageLayout.MMSGHDR_SIZE;
    private static final int CONTROL = VECTOR + MessageLayout.IOVEC_SIZE;
    private static final int TEXT = CONTROL + CONTROL_SIZE;

    private final String name;
    private final int socket;
    private final PollSet wait;
    private final NativeMemory memory = NativeMemory.allocate(TEXT + TEXT_SIZE);
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> store = new LinkedHashMap<>();
    private final List<SpawnedProcess> started = new ArrayList<>();
    private final Thread thread = new Thread(this::receive, "systemd-stand-in");
    private volatile Consumer<Message> listener = message -> { };

    /** What a process said at once, in lines. */
    public record Message(long nanos, int pid, List<String> lines) {

        public boolean has(final String line) {
            return lines.contains(line);
        }

        /** The value of a line that begins with a name and '='; empty when there is none. */
        public String value(final String key) {
            return lines.stream().filter(line -> line.startsWith(key + "=")).map(line -> line.substring(key.length() + 1)).findFirst().orElse("");
        }
    }

    /** @param name a path at which nothing is, or '@' and an abstract name */
    public SystemdStandIn(final String name) {
        this.name = name;
        try {
            socket = LinuxException.check("socket", LibC.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0));
            bind();
            wait = PollSet.open(1);
            wait.set(0, socket, PollSet.READABLE);
        } catch (final LinuxException e) {
            throw new UncheckedIOException(e);
        }
        thread.start();
    }

    public SystemdStandIn(final Path path) {
        this(path.toString());
    }

    private void bind() throws LinuxException {
        final byte[] address = (name.startsWith("@") ? "\0" + name.substring(1) : name + "\0").getBytes(StandardCharsets.UTF_8);
        final ByteBuffer buffer = memory.buffer();
        buffer.putShort(NAME, (short) AF_UNIX).put(NAME + SUN_PATH, address);
        LinuxException.check("bind " + name, LibC.bind(socket, memory.address() + NAME, SUN_PATH + address.length));
        buffer.putInt(TEXT, 1);
        LinuxException.check("setsockopt(SO_PASSCRED)", LibC.setsockopt(socket, SOL_SOCKET, SO_PASSCRED, memory.address() + TEXT, Integer.BYTES));
        buffer.putLong(HEADER + MessageLayout.MSG_IOV, memory.address() + VECTOR).putLong(HEADER + MessageLayout.MSG_IOVLEN, 1);
        buffer.putLong(HEADER + MessageLayout.MSG_CONTROL, memory.address() + CONTROL);
        buffer.putLong(VECTOR + MessageLayout.IOV_BASE, memory.address() + TEXT).putLong(VECTOR + MessageLayout.IOV_LEN, TEXT_SIZE);
    }

    private void receive() {
        try {
            while (wait.await()) {
                memory.buffer().putLong(HEADER + MessageLayout.MSG_CONTROLLEN, CONTROL_SIZE);
                LinuxException.check("recvmmsg", LibC.recvmmsg(socket, memory.address() + HEADER, 1, MSG_DONTWAIT_CMSG_CLOEXEC, 0));
                take();
            }
        } catch (final LinuxException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take() {
        final byte[] text = new byte[memory.buffer().getInt(HEADER + MessageLayout.MSG_LEN)];
        memory.buffer().get(TEXT, text);
        int pid = -1;
        final List<Integer> descriptors = new ArrayList<>();
        final long end = CONTROL + memory.buffer().getLong(HEADER + MessageLayout.MSG_CONTROLLEN);
        for (int at = CONTROL; at + MessageLayout.CMSG_DATA <= end;) {
            final int length = (int) memory.buffer().getLong(at + MessageLayout.CMSG_LEN) - MessageLayout.CMSG_DATA;
            final int type = memory.buffer().getInt(at + MessageLayout.CMSG_TYPE);
            if (type == SCM_CREDENTIALS) {
                pid = memory.buffer().getInt(at + MessageLayout.CMSG_DATA);
            } else if (type == SCM_RIGHTS) {
                for (int i = 0; i < length / Integer.BYTES; i++) {
                    descriptors.add(memory.buffer().getInt(at + MessageLayout.CMSG_DATA + i * Integer.BYTES));
                }
            }
            at += MessageLayout.space(length);
        }
        heard(new Message(System.nanoTime(), pid, List.of(new String(text, StandardCharsets.UTF_8).split("\n"))), descriptors);
    }

    private void heard(final Message message, final List<Integer> descriptors) {
        listener.accept(message);
        synchronized (store) {
            if (message.has("FDSTORE=1")) {
                descriptors.forEach(descriptor -> let(store.put(message.value("FDNAME"), descriptor)));
            } else {
                descriptors.forEach(LibC::close);
            }
            if (message.has("FDSTOREREMOVE=1")) {
                let(store.remove(message.value("FDNAME")));
            }
            messages.add(message);
        }
    }

    private static void let(final Integer descriptor) {
        if (descriptor != null) {
            LibC.close(descriptor);
        }
    }

    /** Is told of each message as it comes, by the thread that hears it. */
    public void listen(final Consumer<Message> newListener) {
        listener = newListener;
    }

    /** All that was said, in its order. */
    public List<Message> messages() {
        return List.copyOf(messages);
    }

    public long count(final String line) {
        return messages.stream().filter(message -> message.has(line)).count();
    }

    /** The first message with a line, which may be yet to come. */
    public Message await(final String line, final Duration deadline) {
        final Predicate<Message> wanted = message -> message.has(line);
        Await.until("somebody says " + line + "; it was " + messages, deadline, () -> messages.stream().anyMatch(wanted));
        return messages.stream().filter(wanted).findFirst().orElseThrow();
    }

    /** What is kept, by name; one descriptor a name. The descriptors stay this one's. */
    public Map<String, Integer> store() {
        synchronized (store) {
            return new LinkedHashMap<>(store);
        }
    }

    /**
     * Starts a program as systemd would: with the socket, and with what is kept as its descriptors from 3 on.
     *
     * @param environment beside that
     */
    public SpawnedProcess start(final Lab lab, final Path output, final Map<String, String> environment, final String... command) {
        final Map<String, Integer> kept = store();
        final List<String> words = lab.inside("env", "NOTIFY_SOCKET=" + name);
        environment.forEach((key, value) -> words.add(key + "=" + value));
        if (!kept.isEmpty()) {
            words.addAll(List.of("LISTEN_FDS=" + kept.size(), "LISTEN_FDNAMES=" + String.join(":", kept.keySet())));
        }
        words.addAll(List.of("sh", "-c", "export LISTEN_PID=$$ WATCHDOG_PID=$$; exec \"$@\"", "sh"));
        words.addAll(List.of(command));
        final SpawnedProcess process = SpawnedProcess.start(words, List.copyOf(kept.values()), output);
        started.add(process);
        return process;
    }

    @Override
    public void close() {
        started.forEach(SpawnedProcess::close);
        wait.end();
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        wait.close();
        store().values().forEach(LibC::close);
        LibC.close(socket);
        memory.close();
    }
}
