package io.switchd.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A socket of the control channel: where it is, what its clients may ask for, and the group that they are of; the daemon's own
 * when none is given. The kernel lets nobody else in: the socket has mode 0660, in a directory that others cannot enter.
 */
public record ControlSocket(Path path, Access access, Optional<GroupPrincipal> group, ControlLimits limits) {

    /** Where to listen first: in a directory that is closed to everybody else from its first moment on, whatever the umask. */
    Path unnamed() throws IOException {
        final Path directory = closedDirectory();
        Files.deleteIfExists(directory.resolve(path.getFileName()));
        Files.deleteIfExists(directory);
        Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return directory.resolve(path.getFileName());
    }

    /** Gives the socket that is listened at its group, its mode, and at last its name. */
    void name() throws IOException {
        final Path unnamed = closedDirectory().resolve(path.getFileName());
        if (group.isPresent()) {
            Files.getFileAttributeView(unnamed, PosixFileAttributeView.class).setGroup(group.get());
        }
        Files.setPosixFilePermissions(unnamed, PosixFilePermissions.fromString("rw-rw----"));
        Files.move(unnamed, path, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(closedDirectory());
    }

    private Path closedDirectory() {
        return path.resolveSibling("new." + path.getFileName());
    }
}
