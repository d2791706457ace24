package io.switchd.manage;

import io.switchd.port.Port;
import io.switchd.port.PortCounters;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the switch asks of the machine it runs on. The methods are for one thread at a time, that of the {@link
 * SwitchManager}. They throw {@link IOException} with a message fit for the user when the kernel refuses.
 */
public interface Host {

    /** All devices of the daemon's namespace. */
    List<Device> devices() throws IOException;

    Optional<Device> device(String name) throws IOException;

    /** Makes a veth pair; the peer is put into the namespace if one is named. */
    void addVeth(VethSpec spec) throws IOException;

    void delete(String device) throws IOException;

    void setUp(String device) throws IOException;

    void setMtu(String device, int mtu) throws IOException;

    /** Puts a device of the daemon's namespace into a named one. */
    void move(String device, String netns) throws IOException;

    /** All devices of a named namespace. */
    List<Device> devices(String netns) throws IOException;

    /** Gives a device inside a namespace its addresses and default routes, and sets it up, and lo with it. */
    void configure(String netns, String device, InsideSpec spec) throws IOException;

    /** Sets lo inside a namespace down. */
    void setLoopbackDown(String netns) throws IOException;

    List<String> namespaces() throws IOException;

    /** Whether only the name of a namespace is there and not the namespace, as when its maker was killed. */
    boolean isStale(String netns) throws IOException;

    /** Makes a namespace, whose lo has an alias when it gets its name. */
    void addNamespace(String name, String alias) throws IOException;

    void deleteNamespace(String name) throws IOException;

    /** Gives the namespace that a process is in a name. */
    void attachNamespace(String name, long pid) throws IOException;

    /** The names of the namespace that a process is in, in order; none when it has none. */
    List<String> namesOf(long pid) throws IOException;

    /** All names of the namespace that has a name. */
    List<String> namesOf(String netns) throws IOException;

    /** The processes of the machine as they are now. */
    Processes processes() throws IOException;

    /**
     * Opens a device as a port, and keeps the host's own protocols off it until the port is closed.
     *
     * @param loop      number of the loop that will own the port
     * @param whenStuck is run by that loop's thread, once a second, while the port is stuck; must not wait
     */
    OpenPort openPort(Device device, int loop, PortCounters counters, Runnable whenStuck) throws IOException;

    /** What was opened and closed since the last call is so also for whoever holds it while no daemon is there. */
    void settle() throws IOException;

    /** Lets go of what a daemon before this one has left and nobody has taken, and gives back what it had changed of devices that are not ports now. */
    void giveBackLeftOvers() throws IOException;

    /**
     * A veth pair to be made.
     *
     * @param alias tells later that the device was made by switchd, and for what
     */
    record VethSpec(String device, String peer, Optional<String> netns, OptionalLong peerMac, OptionalInt mtu, String alias) { }

    /**
     * How the inside end of a plug is to be. Addresses are IP/LEN, gateways of default routes IP.
     *
     * @param isAgain whether it may be so already, in part or whole
     */
    record InsideSpec(List<String> addresses, List<String> gateways, boolean isAgain) { }

    /** The processes of one moment, as far as they may be looked at, by the namespace that each was in. */
    interface Processes {

        /** Their numbers, in order. */
        List<Long> in(String netns) throws IOException;

        /** What a process calls itself, whatever that is; empty when it has ended. */
        Optional<String> name(long pid);
    }

    /** A port and what holds it open. */
    interface OpenPort {

        Port port();

        /** Whether the port still hears its device, which it stops for good when that leaves the namespace. */
        boolean isBound() throws IOException;

        /** Whether the port gets no frames any more although it is bound, until it is opened anew. */
        boolean isStuck();

        /** Gives the device back as it was found. The loop must have let go of the port before. */
        void close();
    }
}
