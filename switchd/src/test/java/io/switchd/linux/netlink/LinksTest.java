package io.switchd.linux.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.config.IpPrefix;
import io.switchd.frame.MacAddress;
import io.switchd.linux.libc.Errno;
import io.switchd.linux.libc.LibC;
import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.libc.NativeMemory;
import io.switchd.linux.netns.NetworkNamespaces;
import io.switchd.testkit.Await;
import io.switchd.testkit.Commands;
import io.switchd.testkit.Devices;
import io.switchd.testkit.RequiresRoot;
import io.switchd.testkit.Sandbox;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Against the real kernel, and ip of iproute2 to say what it did. */
@RequiresRoot
class LinksTest {

    /** What a test does in a namespace of its own. */
    private interface Body {
        void run(NetlinkSocket netlink, Links links) throws Exception;
    }

    private static void inSandbox(final Body body) throws Exception {
        Sandbox.run(() -> {
            try (NetlinkSocket netlink = NetlinkSocket.open()) {
                body.run(netlink, new Links(netlink));
            }
            return null;
        });
    }

    @Test
    void aVethPairHasTheNamesTheMacTheMtuAndTheAliasAskedFor() throws Exception {
        inSandbox((netlink, links) -> {
            links.addVeth("a", "b", OptionalInt.empty(), OptionalLong.of(MacAddress.parse("02:00:00:00:00:07")), OptionalInt.of(9_000), "switchd:test");
            final LinkInfo a = links.get("a");
            assertEquals("veth", a.kind());
            assertEquals(9_000, a.mtu());
            assertEquals("switchd:test", a.alias());
            assertTrue(a.ethernet());
            assertFalse(a.up() || a.carrier() || a.netnsImmutable());
            assertTrue(Commands.run("ip", "link", "show", "b").ok().stdout().contains("02:00:00:00:00:07"));
            links.setUp("a");
            links.setUp("b");
            assertTrue(links.get("a").up() && links.get("a").carrier());
            links.delete("b");
            assertTrue(links.find("a").isEmpty());
        });
    }

    /** What the kernel tells of a device while it is made, oldest first. */
    private static List<LinkInfo> events(final NetlinkSocket listener, final String device) throws LinuxException {
        final List<LinkInfo> events = new ArrayList<>();
        try (NativeMemory memory = NativeMemory.allocate(1 << 16)) {
            int length = (int) LibC.recv(listener.descriptor(), memory.address(), memory.buffer().capacity(), NetlinkConstants.MSG_DONTWAIT);
            while (length > 0) {
                final ByteBuffer message = memory.buffer().slice(0, length).order(ByteOrder.nativeOrder());
                if (message.getShort(NetlinkLayout.TYPE) == NetlinkConstants.RTM_NEWLINK) {
                    events.add(LinkInfo.of(message));
                }
                length = (int) LibC.recv(listener.descriptor(), memory.address(), memory.buffer().capacity(), NetlinkConstants.MSG_DONTWAIT);
            }
        }
        return events.stream().filter(link -> link.name().equals(device)).toList();
    }

    @Test
    void aPairIsMarkedFromItsFirstMomentAndNothingButItsAliasIsLeftOfThat() throws Exception {
        inSandbox((netlink, links) -> {
            final List<LinkInfo> events;
            try (NetlinkSocket listener = NetlinkSocket.subscribe(NetlinkConstants.RTMGRP_LINK, 1 << 20)) {
                links.addVeth("a", "b", OptionalInt.empty(), OptionalLong.empty(), OptionalInt.empty(), "switchd:test");
                events = events(listener, "a");
            }
            assertTrue(!events.isEmpty() && events.get(0).isUnfinished(), "at its birth: " + events);
            for (final String end : List.of("a", "b")) {
                assertEquals("switchd:test", links.get(end).alias());
                assertEquals(0, links.get(end).group());
            }
        });
    }

    @Test
    void aPairWhosePeerIsElsewhereIsMarkedHereAndNothingIsLeftOfItThere() throws Exception {
        inSandbox((netlink, links) -> {
            final NetworkNamespaces namespaces = new NetworkNamespaces(NetworkNamespaces.DIRECTORY);
            namespaces.add("ns1");
            final int namespace = namespaces.open("ns1");
            links.addVeth("a", "b", OptionalInt.of(namespace), OptionalLong.empty(), OptionalInt.empty(), "switchd:test");
            LibC.close(namespace);
            assertFalse(links.get("a").isUnfinished());
            try (NetlinkSocket inside = namespaces.in("ns1", NetlinkSocket::open)) {
                assertEquals(0, new Links(inside).get("b").group());
            }
        });
    }

    @Test
    void aPairThatCannotBeMadeWholeIsNotMade() throws Exception {
        inSandbox((netlink, links) -> {
            links.addVeth("a", "b", OptionalInt.empty(), OptionalLong.empty(), OptionalInt.empty(), "");
            final LinuxException e = assertThrows(LinuxException.class,
                () -> links.addVeth("c", "a", OptionalInt.empty(), OptionalLong.empty(), OptionalInt.empty(), ""));
            assertEquals(Errno.EEXIST, e.errno());
            assertTrue(e.getMessage().contains("cannot make the veth pair c and a"), e.getMessage());
            assertEquals(3, Devices.names(links).size());
        });
    }

    @Test
    void theLoopbackDeviceAndABridgeMustStayWhereTheyAre() throws Exception {
        inSandbox((netlink, links) -> {
            Commands.run("ip", "link", "add", "name", "kbr", "type", "bridge").ok();
            assertTrue(links.get("lo").netnsImmutable());
            assertTrue(links.get("kbr").netnsImmutable());
            assertFalse(links.get("lo").ethernet());
        });
    }

    @Test
    void aMissingDeviceIsTold() throws Exception {
        inSandbox((netlink, links) -> {
            assertTrue(links.find("nothing").isEmpty());
            assertEquals(Errno.ENODEV, assertThrows(LinuxException.class, () -> links.setUp("nothing")).errno());
        });
    }

    @Test
    void manyDevicesAreListedWhole() throws Exception {
        inSandbox((netlink, links) -> {
            for (int i = 0; i < 150; i++) {
                links.addVeth("a" + i, "b" + i, OptionalInt.empty(), OptionalLong.empty(), OptionalInt.empty(), "x".repeat(200));
            }
            assertEquals(301, Devices.names(links).size());
        });
    }

    @Test
    void addressesAndTheDefaultRouteAreThoseOfIp() throws Exception {
        inSandbox((netlink, links) -> {
            links.addVeth("a", "b", OptionalInt.empty(), OptionalLong.empty(), OptionalInt.empty(), "");
            links.setUp("a");
            links.setUp("b");
            final Addresses addresses = new Addresses(netlink);
            final int index = links.get("a").index();
            final IpPrefix v4 = IpPrefix.parse("10.1.2.3/20");
            addresses.add(index, v4.address(), v4.length());
            final IpPrefix v6 = IpPrefix.parse("fd00::1/64");
            addresses.add(index, v6.address(), v6.length());
            addresses.addDefaultRoute(index, IpPrefix.parseAddress("10.1.0.1"));
            final String shown = Commands.run("ip", "-o", "address", "show", "dev", "a").ok().stdout();
            assertTrue(shown.contains("10.1.2.3/20 brd 10.1.15.255") && shown.contains("fd00::1/64") && !shown.contains("fd00::1/64 scope global tentative"), shown);
            assertTrue(Commands.run("ip", "route").ok().stdout().contains("default via 10.1.0.1 dev a"));
            final LinuxException e = assertThrows(LinuxException.class, () -> addresses.addDefaultRoute(index, IpPrefix.parseAddress("192.0.2.1")));
            assertTrue(e.getMessage().contains("cannot add the default route by 192.0.2.1"), e.getMessage());
        });
    }

    @Test
    void theMonitorTellsOfEveryChangeAndEndsWhenClosed() throws Exception {
        inSandbox((netlink, links) -> {
            final AtomicInteger changes = new AtomicInteger();
            final LinkMonitor monitor = LinkMonitor.start(changes::incrementAndGet, e -> {
                throw new AssertionError(e);
            });
            links.addVeth("a", "b", OptionalInt.empty(), OptionalLong.empty(), OptionalInt.empty(), "");
            Await.until("the new devices are told", Duration.ofSeconds(5), () -> changes.get() > 0);
            final int before = changes.get();
            links.setUp("a");
            Await.until("the change is told", Duration.ofSeconds(5), () -> changes.get() > before);
            monitor.close();
        });
    }

    @Test
    void namespacesAreThoseOfIpNetns() throws Exception {
        inSandbox((netlink, links) -> {
            final NetworkNamespaces namespaces = new NetworkNamespaces(NetworkNamespaces.DIRECTORY);
            namespaces.add("ns1");
            assertTrue(Commands.run("ip", "netns", "list").ok().stdout().startsWith("ns1"));
            Commands.run("ip", "netns", "add", "ns2").ok();
            assertEquals(List.of("ns1", "ns2"), namespaces.list());
            assertThrows(LinuxException.class, () -> namespaces.add("ns2"));
            try (NetlinkSocket inside = namespaces.in("ns2", NetlinkSocket::open)) {
                assertEquals(List.of("lo"), Devices.names(new Links(inside)));
            }
            assertEquals(List.of("lo"), Devices.names(links), "the caller's thread has not left its namespace");
            namespaces.delete("ns2");
            Commands.run("ip", "netns", "del", "ns1").ok();
            assertEquals(List.of(), namespaces.list());
            assertThrows(LinuxException.class, () -> namespaces.delete("ns1"));
            assertThrows(LinuxException.class, () -> namespaces.open("ns1"));
        });
    }
}
