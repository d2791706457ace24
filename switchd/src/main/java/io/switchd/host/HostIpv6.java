package io.switchd.host;

import io.switchd.linux.netlink.LinkInfo;
import io.switchd.linux.netlink.Links;
import io.switchd.log.LimitedLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The host's IPv6 on devices that are ports: switched off while they are, so that the host sends nothing of its own
 * (router solicitations, multicast reports) out of them, and given back where it was on before.
 *
 * <p>Complications, each with its reason:
 * <ul>
 *   <li>The kernel's switch (disable_ipv6) outlives the daemon, however it ends. What was switched off is therefore
 *       remembered in a file of the run directory, before it is done: one file a device, named by its index, for a
 *       device may be renamed while it is a port. A file that another boot or another namespace left says nothing.
 *   <li>The switch's path has the device's name, which is looked up each time.
 *   <li>A device that leaves the namespace gets a new switch, which is on.
 * </ul>
 *
 * <p>For one thread at a time, in the daemon's namespace.
 */
final class HostIpv6 {

    private static final LimitedLog TROUBLE = LimitedLog.of(HostIpv6.class, Level.WARNING);
    private static final Path SWITCHES = Path.of("/proc/sys/net/ipv6/conf");
    private static final String ON = "0";
    private static final String OFF = "1";
    private static final String INDEX = "[1-9][0-9]{0,8}";

    private final Links links;
    private final Path directory;
    private final Set<Integer> ports = new HashSet<>();

    /** @param directory of the files, made when the first is needed */
    HostIpv6(final Links links, final Path directory) {
        this.links = links;
        this.directory = directory;
    }

    void switchOff(final int index) {
        ports.add(index);
        try {
            final Optional<Path> path = path(index);
            if (path.isPresent() && read(path.get()).equals(ON)) {
                Files.createDirectories(directory);
                Files.writeString(file(index), Epoch.present());
                write(path.get(), OFF);
            }
        } catch (final IOException e) {
            TROUBLE.log("", "the host's IPv6 stays on at the port of device " + index + ": " + e.getMessage());
        }
    }

    void giveBack(final int index) {
        ports.remove(index);
        try {
            if (!Files.exists(file(index))) {
                return;
            }
            final Optional<Path> path = path(index);
            if (path.isPresent() && Files.readString(file(index)).equals(Epoch.present())) {
                write(path.get(), ON);
            }
            Files.delete(file(index));
        } catch (final IOException e) {
            TROUBLE.log("", "the host's IPv6 stays off at device " + index + ", which was a port: " + e.getMessage());
        }
    }

    /** Gives back what a daemon before this one had taken and could not, of devices that are not ports now. */
    void giveBackLeftOvers() throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        final List<String> names;
        try (Stream<Path> files = Files.list(directory)) {
            names = files.map(file -> file.getFileName().toString()).collect(Collectors.toUnmodifiableList());
        }
        names.stream().filter(name -> name.matches(INDEX)).map(Integer::valueOf).filter(index -> !ports.contains(index)).forEach(this::giveBack);
    }

    private Path file(final int index) {
        return directory.resolve(Integer.toString(index));
    }

    /** Where the switch of a device is; a device that is gone has none, and in a kernel without IPv6 none has. */
    private Optional<Path> path(final int index) throws IOException {
        return links.find(index).map(LinkInfo::name).map(name -> SWITCHES.resolve(name).resolve("disable_ipv6")).filter(Files::exists);
    }

    private static String read(final Path path) throws IOException {
        try {
            return Files.readString(path).trim();
        } catch (final IOException e) {
            return ifGone(path, e);
        }
    }

    private static void write(final Path path, final String value) throws IOException {
        try {
            Files.writeString(path, value);
        } catch (final IOException e) {
            ifGone(path, e);
        }
    }

    /** A device may go at any moment, and its switch with it: that is no failure. */
    private static String ifGone(final Path path, final IOException failure) throws IOException {
        if (Files.exists(path)) {
            throw failure;
        }
        return "";
    }
}
