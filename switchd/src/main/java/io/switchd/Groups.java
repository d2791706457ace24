package io.switchd;

import io.switchd.config.FileFailure;
import io.switchd.protocol.Text;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/** Groups of the machine's users, as owners of files. */
final class Groups {

    private Groups() {
    }

    /**
     * A group by its name, or by its number.
     *
     * @throws IOException with one sentence when there is none
     */
    static GroupPrincipal named(final String name) throws IOException {
        try {
            return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
        } catch (final UserPrincipalNotFoundException e) {
            throw new IOException("there is no group '" + Text.escape(name) + "' that could be given the socket for those who may look", e);
        }
    }

    /** Makes a file a group's, with the mode that it has. @throws IOException with one sentence when that is not allowed */
    static void give(final Path file, final GroupPrincipal group) throws IOException {
        try {
            Files.getFileAttributeView(file, PosixFileAttributeView.class).setGroup(group);
        } catch (final IOException e) {
            throw new IOException("cannot give group " + group.getName() + " " + FileFailure.inWords(file, e).getMessage(), e);
        }
    }
}
