package io.switchd.linux.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.switchd.linux.CProgram;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Asks the C compiler for every number and every offset that is written down here by hand. */
class NetlinkLayoutTest {

    private static final List<String> HEADERS = List.of("sys/socket.h", "poll.h", "linux/if.h", "linux/if_arp.h",
        "linux/netlink.h", "linux/rtnetlink.h", "linux/if_link.h", "linux/if_addr.h", "linux/veth.h");

    /** Proved by what the kernel does with it, in {@link NetlinkSocketTest}. */
    private static final Set<String> YOUNGER_THAN_MOST_HEADERS = Set.of("IFLA_NETNS_IMMUTABLE");

    @Test
    void everyNumberIsTheKernels() throws Exception {
        final Map<String, Integer> expected = new LinkedHashMap<>();
        for (final Field field : NetlinkConstants.class.getDeclaredFields()) {
            if (!YOUNGER_THAN_MOST_HEADERS.contains(field.getName())) {
                expected.put(inC(field.getName()), field.getInt(null));
            }
        }
        assertEqualInC(expected);
    }

    private static String inC(final String name) {
        switch (name) {
            case "SOCK_RAW_CLOEXEC": return "SOCK_RAW | SOCK_CLOEXEC";
            case "NLA_TYPE_MASK": return "NLA_TYPE_MASK & 0xFFFF";
            default: return name;
        }
    }

    @Test
    void everyOffsetIsTheKernels() throws Exception {
        final Map<String, Integer> expected = new LinkedHashMap<>();
        expected.put("offsetof(struct nlmsghdr, nlmsg_len)", NetlinkLayout.LEN);
        expected.put("offsetof(struct nlmsghdr, nlmsg_type)", NetlinkLayout.TYPE);
        expected.put("offsetof(struct nlmsghdr, nlmsg_flags)", NetlinkLayout.FLAGS);
        expected.put("offsetof(struct nlmsghdr, nlmsg_seq)", NetlinkLayout.SEQ);
        expected.put("offsetof(struct nlmsghdr, nlmsg_pid)", NetlinkLayout.PID);
        expected.put("sizeof(struct nlmsghdr)", NetlinkLayout.NLMSGHDR_SIZE);
        expected.put("offsetof(struct rtattr, rta_len)", NetlinkLayout.ATTR_LEN);
        expected.put("offsetof(struct rtattr, rta_type)", NetlinkLayout.ATTR_TYPE);
        expected.put("sizeof(struct rtattr)", NetlinkLayout.RTATTR_SIZE);
        expected.put("offsetof(struct ifinfomsg, ifi_family)", NetlinkLayout.IFI_FAMILY);
        expected.put("offsetof(struct ifinfomsg, ifi_type)", NetlinkLayout.IFI_TYPE);
        expected.put("offsetof(struct ifinfomsg, ifi_index)", NetlinkLayout.IFI_INDEX);
        expected.put("offsetof(struct ifinfomsg, ifi_flags)", NetlinkLayout.IFI_FLAGS);
        expected.put("offsetof(struct ifinfomsg, ifi_change)", NetlinkLayout.IFI_CHANGE);
        expected.put("sizeof(struct ifinfomsg)", NetlinkLayout.IFINFOMSG_SIZE);
        expected.put("offsetof(struct nlmsgerr, error)", NetlinkLayout.ERROR_CODE);
        expected.put("offsetof(struct nlmsgerr, msg)", NetlinkLayout.DONE_SIZE);
        expected.put("sizeof(struct nlmsgerr)", NetlinkLayout.NLMSGERR_SIZE);
        for (int length = 0; length < 9; length++) {
            expected.put("NLMSG_ALIGN(" + length + ")", NetlinkLayout.align(length));
        }
        assertEqualInC(expected);
    }

    @Test
    void anAddressAndARouteAreWrittenWhereTheKernelReadsThem() throws Exception {
        final ByteBuffer address = NetlinkMessage.address(1, 2, 3, 4).finish(9, 0);
        assertEqualInC(Map.of(
            "offsetof(struct ifaddrmsg, ifa_family)", find(address, Byte.BYTES, 1),
            "offsetof(struct ifaddrmsg, ifa_prefixlen)", find(address, Byte.BYTES, 2),
            "offsetof(struct ifaddrmsg, ifa_flags)", find(address, Byte.BYTES, 3),
            "offsetof(struct ifaddrmsg, ifa_index)", find(address, Integer.BYTES, 4),
            "sizeof(struct ifaddrmsg)", address.limit() - NetlinkLayout.NLMSGHDR_SIZE));
        final ByteBuffer route = NetlinkMessage.defaultRoute(NetlinkConstants.AF_INET6).finish(9, 0);
        assertEqualInC(Map.of(
            "offsetof(struct rtmsg, rtm_family)", find(route, Byte.BYTES, NetlinkConstants.AF_INET6),
            "offsetof(struct rtmsg, rtm_table)", find(route, Byte.BYTES, NetlinkConstants.RT_TABLE_MAIN),
            "offsetof(struct rtmsg, rtm_protocol)", find(route, Byte.BYTES, NetlinkConstants.RTPROT_STATIC),
            "offsetof(struct rtmsg, rtm_type)", find(route, Byte.BYTES, NetlinkConstants.RTN_UNICAST),
            "sizeof(struct rtmsg)", route.limit() - NetlinkLayout.NLMSGHDR_SIZE));
    }

    private static int find(final ByteBuffer message, final int size, final int value) {
        for (int at = NetlinkLayout.NLMSGHDR_SIZE; at < message.limit(); at += size) {
            if ((size == Integer.BYTES ? message.getInt(at) : message.get(at) & 0xFF) == value) {
                return at - NetlinkLayout.NLMSGHDR_SIZE;
            }
        }
        throw new AssertionError(value + " is not in the message");
    }

    private static void assertEqualInC(final Map<String, Integer> expected) throws Exception {
        final Map<String, Long> values = CProgram.values(HEADERS, expected.keySet());
        expected.forEach((expression, value) -> assertEquals(values.get(expression), (long) value, expression));
    }
}
