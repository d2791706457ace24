package io.switchd.linux.packet;

/**
 * What has to outlive the daemon of an {@link AfPacketPort} so that no frame is lost: the descriptors of its two sockets and
 * of the map that it shares with the kernel.
 */
public record HeldPort(int ring, int queue, int map) {
}
