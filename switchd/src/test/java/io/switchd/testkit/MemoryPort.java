package io.switchd.testkit;

import io.switchd.frame.FrameView;
import io.switchd.frame.OffloadHeader;
import io.switchd.frame.VlanTag;
import io.switchd.port.FrameHandler;
import io.switchd.port.Port;
import io.switchd.port.PortCounters;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A port in memory: the test puts frames in and sees what comes out. */
public final class MemoryPort implements Port {

    private final int descriptor;
    private final Queue<FrameView> arriving = new ArrayDeque<>();
    private final List<String> queued = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final PortCounters counters = new PortCounters();

    private Runnable whenFlushed = () -> { };
    private int released;
    private int checks;

    public MemoryPort(final int descriptor) {
        this.descriptor = descriptor;
    }

    /** A view on a frame whose outer tag, as from a real port, is told beside it. */
    public static FrameView view(final byte[] frame, final int tpid, final int tci) {
        final ByteBuffer buffer = ByteBuffer.allocate(OffloadHeader.LENGTH + frame.length + Long.BYTES).order(ByteOrder.nativeOrder());
        buffer.put(OffloadHeader.LENGTH, frame);
        final FrameView view = new FrameView().wrap(buffer, OffloadHeader.LENGTH, frame.length);
        return tpid == 0 ? view : view.tagged(VlanTag.of(tpid, tci));
    }

    public void arrive(final byte[] frame) {
        arriving.add(view(frame, 0, 0));
    }

    /** What to do just before frames are sent. */
    public void whenFlushed(final Runnable action) {
        whenFlushed = action;
    }

    /** How often its frames were released. */
    public int released() {
        return released;
    }

    /** How often it was checked. */
    public int checks() {
        return checks;
    }

    /** The payload texts of the frames sent. */
    public List<String> sent() {
        return sent;
    }

    @Override
    public int descriptor() {
        return descriptor;
    }

    @Override
    public int poll(final FrameHandler handler) {
        final FrameView frame = arriving.poll();
        if (frame == null) {
            return 0;
        }
        counters.received(frame.length());
        handler.onFrame(frame);
        return 1;
    }

    @Override
    public void send(final FrameView frame, final long tags) {
        final StringBuilder text = new StringBuilder();
        for (int i = frame.offset() + 14; i < frame.offset() + frame.length() && frame.buffer().get(i) != 0; i++) {
            text.append((char) frame.buffer().get(i));
        }
        queued.add(text.toString());
    }

    @Override
    public void release() {
        released++;
    }

    @Override
    public void check() {
        checks++;
    }

    @Override
    public void flush() {
        whenFlushed.run();
        counters.sent(queued.size(), 0);
        sent.addAll(queued);
        queued.clear();
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public void refreshCounters() {
        // counts nothing of its own
    }

    @Override
    public void linkChanged(final boolean carrier, final int mtu) {
        // its link never changes
    }
}
