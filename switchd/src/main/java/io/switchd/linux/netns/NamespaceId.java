package io.switchd.linux.netns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What tells one network namespace from another: device and inode number of any file that stands for it, be it a name in
 * /run/netns, a descriptor or /proc/PID/ns/net.
 */
record NamespaceId(long device, long inode) {

    /** Follows links, as those of /proc are and as people make in /run/netns. */
    static NamespaceId of(final Path file) throws IOException {
        final Map<String, Object> attributes = Files.readAttributes(file, "unix:dev,ino");
        return new NamespaceId((Long) attributes.get("dev"), (Long) attributes.get("ino"));
    }

    static NamespaceId of(final int descriptor) throws IOException {
        return of(Path.of("/proc/self/fd", Integer.toString(descriptor)));
    }
}
