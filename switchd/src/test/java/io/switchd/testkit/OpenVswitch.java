package io.switchd.testkit;

import io.switchd.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A private Open vSwitch, all of whose files are in one directory: a database, and a daemon whose datapath and devices
 * are dummies, so that it touches nothing of the machine. It is asked by its control socket.
 */
public final class OpenVswitch implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(20);
    private static final Path SCHEMA = Path.of("/usr/share/openvswitch/vswitch.ovsschema");
    private static final int RESPONSE_BYTES = 1 << 16;

    private final Path directory;
    private final List<Process> processes = new ArrayList<>();
    private final SocketChannel control = SocketChannel.open(StandardProtocolFamily.UNIX);

    /** @param directory empty, of a path short enough for sockets */
    public OpenVswitch(final Path directory) throws IOException {
        this.directory = directory;
        try {
            open();
        } catch (final IOException | RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    private void open() throws IOException {
        final Path file = directory.resolve("conf.db");
        final Path socket = directory.resolve("daemon.ctl");
        Commands.run("ovsdb-tool", "create", file.toString(), SCHEMA.toString()).ok();
        start(directory.resolve("database.ctl"), "ovsdb-server", file.toString(), "--remote=" + databaseAddress("punix"));
        start(socket, "ovs-vswitchd", databaseAddress("unix"), "--enable-dummy=override", "--disable-system");
        vsctl("init");
        vsctl("set", "Open_vSwitch", ".", "other_config:vlan-limit=2");
        control.connect(UnixDomainSocketAddress.of(socket));
    }

    /** Why there is none on this machine; empty when there is. */
    public static Optional<String> whyNot() {
        try {
            return Commands.run("ovs-vswitchd", "--version").exitCode() == 0 && Files.exists(SCHEMA)
                ? Optional.empty() : Optional.of("ovs-vswitchd does not run, or " + SCHEMA + " is missing");
        } catch (final RuntimeException e) {
            return Optional.of("ovs-vswitchd of openvswitch-switch cannot be run (" + e.getMessage() + ")");
        }
    }

    /** Starts a program and waits until it listens on its control socket. */
    private void start(final Path socket, final String program, final String... arguments) throws IOException {
        final List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--unixctl=" + socket, "--log-file=" + directory.resolve(program + ".log"), "-vconsole:off", "-vsyslog:off", "-vfile:warn"));
        final Path output = directory.resolve(program + ".out");
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        for (final String variable : List.of("OVS_RUNDIR", "OVS_LOGDIR", "OVS_DBDIR")) {
            builder.environment().put(variable, directory.toString());
        }
        final Process process = builder.start();
        processes.add(0, process);
        Await.until(program + " listens", START, () -> !process.isAlive() || Files.exists(socket));
        if (!process.isAlive()) {
            throw new AssertionError(program + " did not start: " + Files.readString(output));
        }
    }

    private String databaseAddress(final String scheme) {
        return scheme + ":" + directory.resolve("db.sock");
    }

    /** ovs-vsctl, which waits until the daemon has done it. */
    public void vsctl(final String... arguments) {
        final List<String> command = new ArrayList<>(List.of("ovs-vsctl", "--retry", "--timeout=20", "--db=" + databaseAddress("unix")));
        command.addAll(List.of(arguments));
        Commands.run(command.toArray(String[]::new)).ok();
    }

    /** What ovs-appctl does, without a process: a request of the control socket and the text it answers. */
    public String appctl(final String command, final String... parameters) {
        final Map<String, Object> request = new LinkedHashMap<>();
        request.put("id", 0);
        request.put("method", command);
        request.put("params", List.of(parameters));
        try {
            final ByteBuffer bytes = ByteBuffer.wrap(Json.write(request).getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                control.write(bytes);
            }
            final Map<?, ?> response = (Map<?, ?>) Json.read(response());
            if (response.get("error") != null) {
                throw new AssertionError(command + " " + String.join(" ", parameters) + ": " + response.get("error"));
            }
            return response.get("result").toString();
        } catch (final IOException e) {
            throw new AssertionError(command, e);
        }
    }

    /** One JSON object: up to the brace that closes the first one, outside of strings. */
    private String response() throws IOException {
        final ByteBuffer buffer = ByteBuffer.allocate(RESPONSE_BYTES);
        final ByteArrayOutputStream text = new ByteArrayOutputStream();
        int depth = 0;
        boolean quoted = false;
        boolean escaped = false;
        do {
            buffer.clear();
            if (control.read(buffer) < 0) {
                throw new IOException("Open vSwitch hung up");
            }
            for (int i = 0; i < buffer.position(); i++) {
                final byte b = buffer.get(i);
                if (escaped) {
                    escaped = false;
                } else if (b == '\\') {
                    escaped = true;
                } else if (b == '"') {
                    quoted = !quoted;
                } else if (!quoted) {
                    depth += b == '{' ? 1 : b == '}' ? -1 : 0;
                }
            }
            text.write(buffer.array(), 0, buffer.position());
        } while (depth > 0 || text.size() == 0);
        return text.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        control.close();
        for (final Process process : processes) {
            process.destroy();
            Daemon.waitFor(process);
        }
    }
}
