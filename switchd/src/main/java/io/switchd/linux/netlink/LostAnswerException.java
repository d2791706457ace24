package io.switchd.linux.netlink;

import io.switchd.linux.libc.LinuxException;

/** A request was sent and its answer could not be received: it may have been carried out or not. */
final class LostAnswerException extends LinuxException {

    private static final long serialVersionUID = 1;

    LostAnswerException(final String request, final int errno, final String reason) {
        super(request, errno, reason);
    }
}
