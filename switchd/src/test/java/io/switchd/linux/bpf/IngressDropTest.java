package io.switchd.linux.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.linux.libc.Errno;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.NativeMemory;
import io.switchd.linux.netlink.Links;
import io.switchd.linux.netlink.NetlinkSocket;
import io.switchd.testkit.Commands;
import io.switchd.testkit.RequiresRoot;
import io.switchd.testkit.Sandbox;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class IngressDropTest {

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_NONBLOCK = 3 | 0x800;
    private static final int ETHERTYPE = 12;
    private static final int SOCKADDR_LL_SIZE = 20;
    private static final short ARP = 0x0806;
    private static final short IPV4 = 0x0800;
    private static final short ALL = 0x0003;

    /** What a test does with a device on the host and a namespace whose device is the other end. */
    private interface Body {
        void run(Links links, int ifindex) throws Exception;
    }

    private static void withPair(final Body body) throws Exception {
        Sandbox.run(() -> {
            ip("netns add inside");
            ip("link add outer type veth peer name inner netns inside");
            ip("link set outer up");
            ip("address add 10.9.0.1/24 dev outer");
            ip("-n inside link set inner up");
            ip("-n inside address add 10.9.0.2/24 dev inner");
            try (NetlinkSocket netlink = NetlinkSocket.open()) {
                final Links links = new Links(netlink);
                body.run(links, links.get("outer").index());
            }
            return null;
        });
    }

    private static void ip(final String words) {
        Commands.run(("ip " + words).split(" ")).ok();
    }

    /** Whether the host answers an echo request, the neighbour having been looked for first. */
    private static boolean isAnswered() {
        ip("-n inside neigh flush all");
        return Commands.run("ip", "netns", "exec", "inside", "ping", "-c", "1", "-W", "1", "10.9.0.1").exitCode() == 0;
    }

    private static boolean isNeighbourKnown() {
        return Commands.run("ip", "-n", "inside", "neigh").ok().stdout().contains("lladdr");
    }

    @Test
    @RequiresRoot
    void theHostAnswersNeitherArpNorPingWhileTheFilterIsThere() throws Exception {
        withPair((links, ifindex) -> {
            try (IngressDrop drop = new IngressDrop()) {
                assertTrue(isAnswered() && isNeighbourKnown());
                final IngressDrop.Link link = drop.attach(ifindex);
                assertFalse(isAnswered());
                assertFalse(isNeighbourKnown());
                link.close();
                assertTrue(isAnswered() && isNeighbourKnown());
            }
        });
    }

    @Test
    @RequiresRoot
    void aPacketSocketSeesTheFramesThatTheHostDoesNot() throws Exception {
        withPair((links, ifindex) -> {
            assertTrue(isAnswered(), "the neighbour is known");
            try (IngressDrop drop = new IngressDrop(); NativeMemory memory = NativeMemory.allocate(4_096)) {
                final IngressDrop.Link link = drop.attach(ifindex);
                final int socket = packetSocket(ifindex, memory);
                Commands.run("ip", "netns", "exec", "inside", "ping", "-c", "1", "-W", "1", "10.9.0.1").exits(1);
                assertTrue(hasReceived(socket, memory, IPV4));
                assertFalse(isAnswered());
                assertTrue(hasReceived(socket, memory, ARP));
                LibC.close(socket);
                link.close();
            }
        });
    }

    private static int packetSocket(final int ifindex, final NativeMemory memory) throws LinuxException {
        final int socket = LinuxException.check("socket", LibC.socket(AF_PACKET, SOCK_RAW_NONBLOCK, 0));
        memory.buffer().putShort(0, (short) AF_PACKET).putInt(4, ifindex);
        memory.buffer().duplicate().order(ByteOrder.BIG_ENDIAN).putShort(2, ALL);
        LinuxException.check("bind", LibC.bind(socket, memory.address(), SOCKADDR_LL_SIZE));
        return socket;
    }

    private static boolean hasReceived(final int socket, final NativeMemory memory, final short ethertype) {
        while (LibC.recv(socket, memory.address(), memory.buffer().capacity(), 0) > 0) {
            if (memory.buffer().duplicate().order(ByteOrder.BIG_ENDIAN).getShort(ETHERTYPE) == ethertype) {
                return true;
            }
        }
        assertEquals(Errno.EAGAIN, LibC.errno());
        return false;
    }

    @Test
    @RequiresRoot
    void oneProgramServesManyDevicesAndOutlivesThem() throws Exception {
        withPair((links, ifindex) -> {
            ip("link add second type veth peer name third");
            final IngressDrop drop = new IngressDrop();
            final IngressDrop.Link first = drop.attach(ifindex);
            final IngressDrop.Link second = drop.attach(links.get("second").index());
            drop.close();
            assertFalse(isAnswered(), "a link holds the program");
            links.delete("second");
            second.close();
            first.close();
            assertTrue(isAnswered());
        });
    }

    @Test
    @RequiresRoot
    void aDeviceThatIsMissingIsTold() throws Exception {
        withPair((links, ifindex) -> {
            try (IngressDrop drop = new IngressDrop()) {
                final LinuxException e = assertThrows(LinuxException.class, () -> drop.attach(4_711));
                assertEquals("cannot attach the ingress filter: No such device", e.getMessage());
            }
        });
    }
}
