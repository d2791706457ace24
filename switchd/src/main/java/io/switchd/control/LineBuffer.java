package io.switchd.control;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a connection has sent and nobody has looked at yet, and the lines in it. Lines stay bytes until they are asked
 * for, one by one: as objects the shortest of them would take a hundred times their length.
 *
 * <p>Lines end with a line feed, or a carriage return and one; empty ones are passed over. Confined to the event loop of
 * the control channel.
 */
final class LineBuffer {

    private static final byte[] NONE = {};
    private static final byte LINE_FEED = '\n';
    private static final byte CARRIAGE_RETURN = '\r';

    private final int longest;
    private byte[] bytes = NONE;
    private int begin;
    /** Up to where there is no end of the line that begins there. */
    private int looked;
    private int end;

    /** @param longest line, in bytes without its end */
    LineBuffer(final int longest) {
        this.longest = longest;
    }

    void add(final ByteBuf more) {
        final int length = more.readableBytes();
        if (length > bytes.length - end) {
            makeRoom(length);
        }
        more.readBytes(bytes, end, length);
        end += length;
    }

    private void makeRoom(final int length) {
        final int kept = end - begin;
        bytes = Arrays.copyOfRange(bytes, begin, begin + Math.max(kept + length, Math.min(2 * kept, longest)));
        looked -= begin;
        begin = 0;
        end = kept;
    }

    /** Whether there is a whole line. */
    boolean hasLine() {
        while (looked == begin && begin < end && (bytes[begin] == LINE_FEED || bytes[begin] == CARRIAGE_RETURN)) {
            begin++;
            looked++;
        }
        if (begin == end) {
            clear();
        }
        while (looked < end && bytes[looked] != LINE_FEED) {
            looked++;
        }
        return looked < end;
    }

    /** The next line, of those that there are. It is good until more is added. */
    ByteBuffer next() {
        final int length = looked - begin - (bytes[looked - 1] == CARRIAGE_RETURN ? 1 : 0);
        final ByteBuffer line = ByteBuffer.wrap(bytes, begin, length).slice();
        looked++;
        begin = looked;
        return line;
    }

    /** Whether the next line, as far as it is there, is longer than one may be. */
    boolean isTooLong() {
        return looked - begin > longest;
    }

    /** Bytes of lines that were not asked for, whole ones or not. */
    int size() {
        return end - begin;
    }

    void clear() {
        bytes = NONE;
        begin = 0;
        looked = 0;
        end = 0;
    }
}
