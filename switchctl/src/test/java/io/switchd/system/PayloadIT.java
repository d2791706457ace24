package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.switchd.linux.netns.NetworkNamespaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What applications send is what they get, to the byte. A checksum that is left unfinished between two namespaces is
 * not checked by the receiving kernel, so these tests compare the data themselves. The sockets are the test's own,
 * opened inside the namespaces.
 */
@Timeout(60)
class PayloadIT extends SystemTest {

    private static final int PORT = 7_000;
    private static final int RECEIVE_MILLIS = 5_000;
    private static final int STREAM = 64 * 1024 * 1024;

    @BeforeEach
    void connectTwoNamespaces() {
        ctl("add-br", "br", "--", "plug", "br", "ns1", "port=p1", "addr=10.0.0.1/24", "addr=fd00::1/64", "--",
            "plug", "br", "ns2", "port=p2", "addr=10.0.0.2/24", "addr=fd00::2/64").ok();
    }

    private <T> T in(final String netns, final NetworkNamespaces.Task<T> task) throws IOException {
        return new NetworkNamespaces(lab.namespaces()).in(netns, task);
    }

    @Test
    void everyByteOfAStreamArrivesAsItWasSent() throws Exception {
        stream(StandardProtocolFamily.INET, "10.0.0.2");
        stream(StandardProtocolFamily.INET6, "fd00::2");
    }

    private void stream(final ProtocolFamily family, final String address) throws Exception {
        try (ServerSocketChannel server = in("ns2", () -> ServerSocketChannel.open(family));
             SocketChannel sender = in("ns1", () -> SocketChannel.open(family))) {
            server.bind(new InetSocketAddress(address, PORT));
            sender.connect(new InetSocketAddress(address, PORT));
            try (SocketChannel receiver = server.accept()) {
                final CompletableFuture<Long> received = CompletableFuture.supplyAsync(() -> checksumOf(receiver));
                assertEquals(send(sender), received.get());
            }
        }
    }

    /** Writes of every size, from a byte to more than a train of segments. */
    private static long send(final SocketChannel channel) throws IOException {
        final Random random = new Random(1);
        final byte[] block = new byte[256 * 1024];
        final CRC32C checksum = new CRC32C();
        for (int left = STREAM; left > 0;) {
            random.nextBytes(block);
            final int length = Math.min(left, 1 + random.nextInt(block.length));
            checksum.update(block, 0, length);
            final ByteBuffer bytes = ByteBuffer.wrap(block, 0, length);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            left -= length;
        }
        channel.shutdownOutput();
        return checksum.getValue();
    }

    private static long checksumOf(final SocketChannel channel) {
        final CRC32C checksum = new CRC32C();
        final ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
        try {
            while (channel.read(bytes.clear()) >= 0) {
                checksum.update(bytes.flip());
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return checksum.getValue();
    }

    @Test
    void datagramsOfEverySizeArriveAsTheyWereSentInFragmentsToo() throws Exception {
        datagrams(StandardProtocolFamily.INET, "10.0.0.2");
        datagrams(StandardProtocolFamily.INET6, "fd00::2");
    }

    private void datagrams(final ProtocolFamily family, final String address) throws Exception {
        final Random random = new Random(2);
        try (DatagramChannel receiver = in("ns2", () -> DatagramChannel.open(family));
             DatagramChannel sender = in("ns1", () -> DatagramChannel.open(family))) {
            receiver.bind(new InetSocketAddress(address, PORT));
            sender.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 20);
            sender.connect(new InetSocketAddress(address, PORT));
            receiver.socket().setSoTimeout(RECEIVE_MILLIS);
            for (int size = 1; size <= 65_000; size = size < 1_600 ? size + 1 : size + 4_093) {
                final byte[] sent = new byte[size];
                random.nextBytes(sent);
                sender.write(ByteBuffer.wrap(sent));
                assertArrayEquals(sent, receive(receiver.socket(), size));
            }
        }
    }

    private static byte[] receive(final DatagramSocket socket, final int size) throws IOException {
        final DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        try {
            socket.receive(packet);
        } catch (final SocketTimeoutException e) {
            throw new AssertionError("the datagram of " + size + " bytes did not arrive", e);
        }
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    @Test
    void theHostTakesPartWithIpv4AndIpv6() {
        lab.run("ip", "address", "add", "10.0.0.254/24", "dev", "br").ok();
        lab.run("ip", "address", "add", "fd00::254/64", "dev", "br", "nodad").ok();
        for (final String address : new String[] {"10.0.0.1", "fd00::2"}) {
            lab.run("ping", "-c", "2", "-i", "0.1", "-W", "2", "-s", "4000", address).ok();
        }
        ping("ns1", "fd00::254");
        ping("ns2", "10.0.0.254");
    }
}
