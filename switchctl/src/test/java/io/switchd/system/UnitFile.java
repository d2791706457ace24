package io.switchd.system;

import io.switchd.testkit.Commands;
import io.switchd.testkit.Daemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The unit file that is installed, as systemd reads it. */
final class UnitFile {

    static final Path PATH = Path.of(Daemon.program("switchd")).resolve("../../packaging/src/root/usr/lib/systemd/system/switchd.service").normalize();

    private final List<String> lines;

    UnitFile() throws IOException {
        lines = Files.readAllLines(PATH);
    }

    /** What a key is set to, once for each time. */
    List<String> values(final String key) {
        return lines.stream().filter(line -> line.startsWith(key + "=")).map(line -> line.substring(key.length() + 1)).toList();
    }

    /** The words of a key that is set once. */
    List<String> words(final String key) {
        return List.of(values(key).get(0).split(" "));
    }

    /** The system calls that are allowed. */
    Set<String> systemCalls() {
        final Set<String> allowed = new TreeSet<>(systemCalls("@default"));
        for (final String value : values("SystemCallFilter")) {
            final boolean denied = value.startsWith("~");
            for (final String word : value.substring(denied ? 1 : 0).split(" ")) {
                final Set<String> calls = systemCalls(word);
                if (denied) {
                    allowed.removeAll(calls);
                } else {
                    allowed.addAll(calls);
                }
            }
        }
        allowed.addAll(systemCalls("@default"));
        return allowed;
    }

    private static Set<String> systemCalls(final String word) {
        if (!word.startsWith("@")) {
            return Set.of(word);
        }
        final Set<String> calls = new TreeSet<>();
        Commands.run("systemd-analyze", "--no-pager", "syscall-filter", word).ok().stdout().lines()
            .skip(1)
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .forEach(line -> calls.addAll(systemCalls(line)));
        return calls;
    }

    /** Keys that are set. */
    Set<String> keys() {
        final Set<String> keys = new TreeSet<>();
        lines.stream().filter(line -> line.matches("[A-Z]\\w*=.*")).forEach(line -> keys.add(line.substring(0, line.indexOf('='))));
        return keys;
    }

    /** As setpriv(1) has capabilities: these and no others. */
    String capabilitiesForSetpriv() {
        final StringBuilder list = new StringBuilder("-all");
        Arrays.stream(values("CapabilityBoundingSet").get(0).split(" ")).forEach(name -> list.append(",+").append(name.substring("CAP_".length()).toLowerCase(Locale.ROOT)));
        return list.toString();
    }
}
