package io.switchd.fdb;

/** Is told of stations that are heard at another port than before, on the thread of the loop, for each such frame. */
public interface MoveListener {

    void onMove(int vlan, long mac, int from, int to);
}
