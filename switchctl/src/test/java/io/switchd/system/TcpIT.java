package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.switchd.testkit.Alone;
import io.switchd.testkit.Await;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** TCP and UDP with every offload on: nobody has to turn any off. */
@Alone
class TcpIT extends SystemTest {


    private void bulk(final String server, final String client, final String address, final String... options) {
        Bulk.passes(lab, server, client, address, options);
    }

    @Test
    void bulkTcpPassesBothWaysBetweenNamespacesWithIpv4AndIpv6() {
        ctl("add-br", "br-test").ok();
        ctl("plug", "br-test", "ns1", "addr=10.0.0.1/24", "addr=fd00::1/64").ok();
        ctl("plug", "br-test", "ns2", "addr=10.0.0.2/24", "addr=fd00::2/64").ok();
        bulk("ns2", "ns1", "10.0.0.2");
        bulk("ns2", "ns1", "10.0.0.2", "-R");
        bulk("ns2", "ns1", "fd00::2");
        assertEquals("{}", JSON.readTree(ctl("-j", "stats", "ns1-eth0").ok().stdout()).get(0).get("drops").toString());
    }

    @Test
    void bulkTcpPassesBetweenHostAndNamespace() {
        ctl("add-br", "br-test").ok();
        plug("br-test", "ns1", "10.0.0.1/24");
        lab.run("ip", "address", "add", "10.0.0.254/24", "dev", "br-test").ok();
        bulk("ns1", "", "10.0.0.1");
        bulk("ns1", "", "10.0.0.1", "-R");
    }

    @Test
    void bulkTcpPassesWithJumboFrames() {
        ctl("add-br", "br-test").ok();
        ctl("plug", "br-test", "ns1", "addr=10.0.0.1/24", "mtu=9000").ok();
        ctl("plug", "br-test", "ns2", "addr=10.0.0.2/24", "mtu=9000").ok();
        lab.in("ns1", "ping", "-c", "1", "-W", "2", "-M", "do", "-s", "8972", "10.0.0.2").ok();
        bulk("ns2", "ns1", "10.0.0.2");
    }

    /**
     * A frame between two veths keeps its checksum unfinished, here as on a pair without any switch, and the receiver
     * knows that it is. tcpdump there calls such a checksum incorrect with a switch between and without; the receiving
     * kernel is who decides.
     */
    @Test
    void noReceiverCountsAWrongChecksum() {
        ctl("add-br", "br-test").ok();
        plug("br-test", "ns1", "10.0.0.1/24");
        plug("br-test", "ns2", "10.0.0.2/24");
        bulk("ns2", "ns1", "10.0.0.2");
        lab.start(lab.directory().resolve("udp"), "ip", "netns", "exec", "ns2", "iperf3", "-s", "-1", "-p", "5202");
        Await.until("iperf3 listens", Duration.ofSeconds(5), () -> lab.in("ns2", "ss", "-ltn").stdout().contains(":5202"));
        lab.in("ns1", "iperf3", "-c", "10.0.0.2", "-p", "5202", "-u", "-b", "20M", "-l", "1000", "-t", "1").ok();
        assertEquals(0, counter("ns2", "TcpInCsumErrors"));
        assertEquals(0, counter("ns2", "UdpInCsumErrors"));
    }

    private long counter(final String netns, final String name) {
        return lab.in(netns, "nstat", "-asz", name).ok().stdout().lines()
            .filter(line -> line.startsWith(name)).mapToLong(line -> Long.parseLong(line.split(" +")[1])).findFirst().orElseThrow();
    }

    @Test
    void aFrameLongerThanTheMtuOfItsWayOutIsDroppedAndCounted() {
        ctl("add-br", "br-test").ok();
        ctl("plug", "br-test", "ns1", "addr=10.0.0.1/24", "mtu=9000").ok();
        ctl("plug", "br-test", "ns2", "port=small", "addr=10.0.0.2/24").ok();
        lab.in("ns1", "ping", "-c", "1", "-W", "2", "10.0.0.2").ok();
        lab.in("ns1", "ping", "-c", "1", "-W", "1", "-M", "do", "-s", "8000", "10.0.0.2").exits(1);
        final JsonNode row = JSON.readTree(ctl("-j", "stats", "small").ok().stdout()).get(0);
        assertEquals(1, row.get("drops").get("tx-too-long").asInt(), row.toString());
        assertEquals(1, row.get("tx_dropped").asInt());
    }
}
