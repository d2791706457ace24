package io.switchd.engine;

import io.switchd.fdb.FdbPage;

/**
 * A station that a bridge knew at one moment.
 *
 * @param ageSeconds since it was last heard; of a static one {@link FdbPage#STATIC} or {@link FdbPage#STICKY}
 */
public record FdbEntry(String bridge, int vlan, long mac, String port, int ageSeconds) {

    public boolean isStatic() {
        return ageSeconds == FdbPage.STATIC || isSticky();
    }

    public boolean isSticky() {
        return ageSeconds == FdbPage.STICKY;
    }
}
