package io.switchd.testkit;

import io.switchd.linux.netns.NetworkNamespaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Frames that a device has received and sent so far, as proc(5) tells them; what it dropped is in neither. */
public record DeviceCounters(long received, long sent) {

    private static final String NUMBERS = ":\\s*\\d+\\s+(\\d+)(?:\\s+\\d+){6}\\s+\\d+\\s+(\\d+)";

    /** Of a device inside a named namespace of a lab. */
    public static DeviceCounters of(final Lab lab, final String netns, final String device) {
        final String devices = devices(lab, netns);
        final Matcher matcher = Pattern.compile("\\b" + Pattern.quote(device) + NUMBERS).matcher(devices);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + device + " in " + devices);
        }
        return new DeviceCounters(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }

    private static String devices(final Lab lab, final String netns) {
        try {
            return new NetworkNamespaces(lab.namespaces()).in(netns, () -> Files.readString(Path.of("/proc/thread-self/net/dev")));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
