package io.switchd.linux.netlink;

/**
 * The messages of rtnetlink(7), in the machine's byte order, everything padded to four bytes.
 *
 * <pre>
 * struct nlmsghdr (linux/netlink.h)                        struct rtattr
 *  0     4      6       8     12    16                      0     2      4
 * +-----+------+-------+-----+-----+--------+-----------   +-----+------+---------
 * | len | type | flags | seq | pid | header | attributes   | len | type | payload
 * +-----+------+-------+-----+-----+--------+-----------   +-----+------+---------
 *
 * struct ifinfomsg, header of RTM_*LINK                    struct nlmsgerr, header of NLMSG_ERROR; NLMSG_DONE has error alone
 *  0        1     2      4       8       12       16        0       4                20
 * +--------+-----+------+-------+-------+--------+          +-------+----------------+------------
 * | family | pad | type | index | flags | change |          | error | nlmsghdr it is | attributes
 * +--------+-----+------+-------+-------+--------+          +-------+----------------+------------
 *
 * struct ifaddrmsg, header of RTM_*ADDR                    struct rtmsg, header of RTM_*ROUTE
 *  0        1           2       3       4       8           0        1         2         3     4       5          6       7      8       12
 * +--------+-----------+-------+-------+-------+           +--------+---------+---------+-----+-------+----------+-------+------+-------+
 * | family | prefixlen | flags | scope | index |           | family | dst_len | src_len | tos | table | protocol | scope | type | flags |
 * +--------+-----------+-------+-------+-------+           +--------+---------+---------+-----+-------+----------+-------+------+-------+
 * </pre>
 */
final class NetlinkLayout {

    static final int LEN = 0;
    static final int TYPE = LEN + Integer.BYTES;
    static final int FLAGS = TYPE + Short.BYTES;
    static final int SEQ = FLAGS + Short.BYTES;
    static final int PID = SEQ + Integer.BYTES;
    static final int NLMSGHDR_SIZE = PID + Integer.BYTES;

    static final int ATTR_LEN = 0;
    static final int ATTR_TYPE = ATTR_LEN + Short.BYTES;
    static final int RTATTR_SIZE = ATTR_TYPE + Short.BYTES;

    static final int IFI_FAMILY = 0;
    static final int IFI_TYPE = IFI_FAMILY + Short.BYTES;
    static final int IFI_INDEX = IFI_TYPE + Short.BYTES;
    static final int IFI_FLAGS = IFI_INDEX + Integer.BYTES;
    static final int IFI_CHANGE = IFI_FLAGS + Integer.BYTES;
    static final int IFINFOMSG_SIZE = IFI_CHANGE + Integer.BYTES;

    static final int ERROR_CODE = 0;
    static final int DONE_SIZE = ERROR_CODE + Integer.BYTES;
    static final int NLMSGERR_SIZE = DONE_SIZE + NLMSGHDR_SIZE;

    private NetlinkLayout() {
    }

    static int align(final int length) {
        return length + 3 & ~3;
    }
}
