package io.switchd.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Tells of a call that failed on a file in the words that people know: the file, and the kernel's reason. What the JDK
 * says lacks the file when it was open, and the reason when there is an exception of its own for it.
 */
public final class FileFailure {

    private FileFailure() {
    }

    /** @param file what the call was about, for an exception that does not know */
    public static IOException inWords(final Path file, final IOException failure) {
        return new IOException(file(file, failure) + ": " + reason(failure), failure);
    }

    private static String file(final Path file, final IOException failure) {
        final String named = failure instanceof FileSystemException ? ((FileSystemException) failure).getFile() : null;
        return named == null ? file.toString() : named;
    }

    /** The kernel's reason alone. */
    static String reason(final IOException failure) {
        if (!(failure instanceof FileSystemException)) {
            return failure.getMessage();
        }
        final String reason = ((FileSystemException) failure).getReason();
        if (reason != null) {
            return reason;
        }
        if (failure instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        if (failure instanceof AccessDeniedException) {
            return "Permission denied";
        }
        return failure instanceof FileAlreadyExistsException ? "File exists" : failure.toString();
    }
}
