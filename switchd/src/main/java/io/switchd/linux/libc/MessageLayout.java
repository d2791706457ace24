package io.switchd.linux.libc;

/**
 * What recvmmsg(2) and sendmmsg(2) take, on 64-bit Linux: an array of {@code struct mmsghdr}, each pointing to an array
 * of {@code struct iovec} and, if there are any, to control messages.
 *
 * <pre>
 * struct mmsghdr (bits/socket.h)
 *  0        8            16      24        32         40            48       56       60
 * +--------+--------+---+-------+---------+----------+-------------+-----+--+--------+---+
 * |msg_name|namelen |pad|msg_iov|msg_iov- |msg_      |msg_         |msg_ |pa|msg_len |pad|
 * |        |        |   |       |len      |control   |controllen   |flags|d |        |   |
 * +--------+--------+---+-------+---------+----------+-------------+-----+--+--------+---+
 *
 * struct iovec          struct cmsghdr
 *  0          8          0         8            12          16
 * +----------+-------+  +---------+------------+-----------+------
 * | iov_base |iov_len|  |cmsg_len | cmsg_level | cmsg_type | data
 * +----------+-------+  +---------+------------+-----------+------
 * </pre>
 */
public final class MessageLayout {

    public static final int MSG_NAME = 0;
    public static final int MSG_NAMELEN = MSG_NAME + Long.BYTES;
    public static final int MSG_IOV = MSG_NAMELEN + Long.BYTES;
    public static final int MSG_IOVLEN = MSG_IOV + Long.BYTES;
    public static final int MSG_CONTROL = MSG_IOVLEN + Long.BYTES;
    public static final int MSG_CONTROLLEN = MSG_CONTROL + Long.BYTES;
    public static final int MSG_FLAGS = MSG_CONTROLLEN + Long.BYTES;
    public static final int MSG_LEN = MSG_FLAGS + Long.BYTES;
    public static final int MMSGHDR_SIZE = MSG_LEN + Long.BYTES;

    public static final int IOV_BASE = 0;
    public static final int IOV_LEN = IOV_BASE + Long.BYTES;
    public static final int IOVEC_SIZE = IOV_LEN + Long.BYTES;

    public static final int CMSG_LEN = 0;
    public static final int CMSG_LEVEL = CMSG_LEN + Long.BYTES;
    public static final int CMSG_TYPE = CMSG_LEVEL + Integer.BYTES;
    public static final int CMSG_DATA = CMSG_TYPE + Integer.BYTES;

    private MessageLayout() {
    }

    /** What a control message takes with its padding, CMSG_SPACE of the length of its data. */
    public static int space(final int length) {
        return CMSG_DATA + (length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    }
}
