package io.switchd.compare.subject;

import io.switchd.testkit.Daemon;
import io.switchd.testkit.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@link BareLoopMain} in a process of its own, with the JVM and the flags of switchd, which are read from its launcher
 * so that they are the same for ever.
 */
final class BareLoop implements Subject {

    private static final Pattern FLAG = Pattern.compile("(?<=\\s)(-XX?[:\\w]\\S*|-D\\S+|--enable-\\S+)");

    private Programs programs;

    @Override
    public String name() {
        return "bare loop";
    }

    @Override
    public int maxHosts() {
        return 2;
    }

    @Override
    public void connect(final Lab lab, final Topology topology) throws IOException {
        Cables.plug(lab, topology.hosts());
        programs = new Programs(lab, Map.of());
        final String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        final List<String> command = new ArrayList<>(List.of(java));
        command.addAll(flags());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BareLoopMain.class.getName()));
        topology.hosts().forEach(host -> command.add(host.port()));
        final Path output = programs.output(java);
        programs.start(() -> contains(output, BareLoopMain.READY), command.toArray(String[]::new));
    }

    private static List<String> flags() throws IOException {
        final Matcher matcher = FLAG.matcher(Files.readString(Path.of(Daemon.program("switchd"))));
        final List<String> flags = new ArrayList<>();
        while (matcher.find()) {
            flags.add(matcher.group());
        }
        return flags;
    }

    private static boolean contains(final Path file, final String text) {
        try {
            return Files.exists(file) && Files.readString(file).contains(text);
        } catch (final IOException e) {
            return false;
        }
    }

    @Override
    public List<Long> processes() {
        return programs.ids();
    }

    @Override
    public void disconnect() {
        if (programs != null) {
            programs.stop();
        }
    }
}
