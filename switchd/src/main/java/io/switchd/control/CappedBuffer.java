package io.switchd.control;

import java.io.ByteArrayOutputStream;

/** Keeps what is written as long as it is no more than a limit, and forgets it all when it is. */
final class CappedBuffer extends ByteArrayOutputStream {

    private final int limit;
    private boolean isExceeded;

    CappedBuffer(final int limit) {
        this.limit = limit;
    }

    boolean isExceeded() {
        return isExceeded;
    }

    @Override
    public void write(final int b) {
        if (fits(1)) {
            super.write(b);
        }
    }

    @Override
    public void write(final byte[] bytes, final int offset, final int length) {
        if (fits(length)) {
            super.write(bytes, offset, length);
        }
    }

    private boolean fits(final int length) {
        if (isExceeded || length > limit - count) {
            isExceeded = true;
            reset();
        }
        return !isExceeded;
    }
}
