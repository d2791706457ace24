package io.switchd.linux.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.switchd.linux.libc.Errno;
import io.switchd.linux.libc.LinuxException;
import io.switchd.testkit.Commands;
import io.switchd.testkit.Devices;
import io.switchd.testkit.RequiresRoot;
import io.switchd.testkit.Sandbox;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What the kernel answers, and how it is told. */
@RequiresRoot
class NetlinkSocketTest {

    private static final int IFLA_TARGET_NETNSID = 46;

    /** What a test does in a namespace of its own. */
    private interface Body {
        void run(NetlinkSocket netlink) throws Exception;
    }

    private static void inSandbox(final Body body) throws Exception {
        Sandbox.run(() -> {
            try (NetlinkSocket netlink = NetlinkSocket.open()) {
                body.run(netlink);
            }
            return null;
        });
    }

    private static void addVeth(final Links links, final String name, final String peer) throws LinuxException {
        links.addVeth(name, peer, OptionalInt.empty(), OptionalLong.empty(), OptionalInt.empty(), "");
    }

    @Test
    void theKernelsOwnWordsAreInTheMessage() throws Exception {
        inSandbox(netlink -> {
            final Links links = new Links(netlink);
            addVeth(links, "a", "b");
            final LinuxException e = assertThrows(LinuxException.class, () -> links.setMtu("a", 1_000_000));
            assertEquals("cannot set the MTU of device a to 1000000: Invalid argument (mtu greater than device maximum)",
                e.getMessage());
            assertEquals(Errno.EINVAL, e.errno());
        });
    }

    @Test
    void aListThatEndsInAnErrorIsAnError() throws Exception {
        inSandbox(netlink -> {
            final NetlinkMessage request = NetlinkMessage.link(NetlinkConstants.RTM_GETLINK, 0, 0)
                .put(IFLA_TARGET_NETNSID, 4_711);
            final LinuxException e = assertThrows(LinuxException.class,
                () -> netlink.dump(request, "cannot list", message -> { }));
            assertEquals(Errno.EINVAL, e.errno());
            assertTrue(e.getMessage().startsWith("cannot list: Invalid argument (Invalid target network namespace id"),
                e.getMessage());
        });
    }

    @Test
    void aSocketGoesOnAfterAnError() throws Exception {
        inSandbox(netlink -> {
            final Links links = new Links(netlink);
            assertThrows(LinuxException.class, () -> links.delete("lo"));
            assertThrows(LinuxException.class, () -> links.get("x".repeat(16)));
            assertEquals(List.of("lo"), Devices.names(links));
        });
    }

    @Test
    void aListThatWasOvertakenIsKnown() throws Exception {
        inSandbox(netlink -> {
            final Links links = new Links(netlink);
            for (int i = 0; i < 100; i++) {
                addVeth(links, "a" + i, "b" + i);
            }
            final NetlinkMessage request = NetlinkMessage.link(NetlinkConstants.RTM_GETLINK, 0, 0);
            assertTrue(netlink.dump(request, "cannot list", message -> { }));
            final AtomicBoolean done = new AtomicBoolean();
            assertFalse(netlink.dump(request, "cannot list", message -> {
                if (done.compareAndSet(false, true)) {
                    Commands.run("ip", "link", "add", "c", "type", "veth", "peer", "name", "d").ok();
                }
            }));
            assertTrue(netlink.dump(request, "cannot list", message -> { }));
        });
    }

    @Test
    void whatStaysIsInEveryListOnceWhileOtherDevicesComeAndGo() throws Exception {
        inSandbox(netlink -> {
            final Links links = new Links(netlink);
            for (int i = 0; i < 100; i++) {
                addVeth(links, "a" + i, "b" + i);
            }
            final Set<String> staying = new HashSet<>(Devices.names(links));
            final AtomicBoolean enough = new AtomicBoolean();
            final Thread churn = new Thread(() -> churn(enough));
            churn.start();
            try {
                for (int i = 0; i < 50; i++) {
                    final List<String> names = links.list().stream().map(LinkInfo::name).filter(staying::contains).toList();
                    assertEquals(staying.size(), names.size());
                    assertEquals(staying, new HashSet<>(names));
                }
            } finally {
                enough.set(true);
                churn.join();
            }
        });
    }

    private static void churn(final AtomicBoolean enough) {
        try (NetlinkSocket netlink = NetlinkSocket.open()) {
            final Links links = new Links(netlink);
            while (!enough.get()) {
                addVeth(links, "c", "d");
                links.delete("c");
            }
        } catch (final LinuxException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whichDevicesMustStayIsWhatTheKernelSaysAndNotAGuess() throws Exception {
        final String[] version = System.getProperty("os.version").split("[^0-9]+");
        final int number = Integer.parseInt(version[0]) * 1_000 + Integer.parseInt(version[1]);
        assumeTrue(number >= 6_015, "skipped: Linux 6.15 is the first that says it");
        inSandbox(netlink -> {
            Commands.run("ip", "link", "add", "name", "br", "type", "bridge").ok();
            addVeth(new Links(netlink), "a", "b");
            assertEquals(1, immutable(netlink, "lo"));
            assertEquals(1, immutable(netlink, "br"));
            assertEquals(0, immutable(netlink, "a"));
        });
    }

    private static int immutable(final NetlinkSocket netlink, final String name) throws LinuxException {
        final int[] value = {-1};
        final NetlinkMessage request = NetlinkMessage.link(NetlinkConstants.RTM_GETLINK, 0, 0)
            .put(NetlinkConstants.IFLA_IFNAME, name);
        netlink.get(request, "cannot look up", message ->
            value[0] = NetlinkAttributes.of(message, NetlinkLayout.NLMSGHDR_SIZE + NetlinkLayout.IFINFOMSG_SIZE)
                .octet(NetlinkConstants.IFLA_NETNS_IMMUTABLE, -1));
        return value[0];
    }
}
