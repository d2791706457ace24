package io.switchd.fdb;

/** What {@link MacTable#learn} found about the station that a frame came from. */
public enum Heard {
    /** The station is where it was, or was new, or no station has the address. */
    HERE,
    /** It has moved to this port. */
    MOVED,
    /** It is a static station of another port and stays there. */
    FIXED_ELSEWHERE,
    /** It is a sticky station of another port, and may not be heard here. */
    STICKY_ELSEWHERE,
    /** It is new to the port, which has as many as it may have. */
    OVER_LIMIT
}
