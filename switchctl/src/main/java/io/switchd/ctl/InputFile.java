package io.switchd.ctl;

import io.switchd.protocol.Text;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file whose name stands in a call; {@code -} is standard input. */
final class InputFile {

    private static final String STDIN = "-";

    private final String file;

    InputFile(final String file) {
        this.file = file;
    }

    /** As messages name it. */
    String name() {
        return file.equals(STDIN) ? "standard input" : Text.escape(file);
    }

    /** @param what of it is read, for the message: "" or "commands from " */
    byte[] read(final String what) throws Failure {
        try {
            return file.equals(STDIN) ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        } catch (final IOException e) {
            throw Failure.usage("cannot read " + what + name() + ": " + reason(e));
        } catch (final InvalidPathException e) {
            throw Failure.usage("cannot read " + what + name() + ": it is no name of a file");
        }
    }

    /** The kernel's words, also where the JDK has an exception of its own instead. */
    private static String reason(final IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        if (failure instanceof AccessDeniedException) {
            return "Permission denied";
        }
        return failure instanceof FileSystemException && ((FileSystemException) failure).getReason() != null
            ? ((FileSystemException) failure).getReason() : String.valueOf(failure.getMessage());
    }
}
