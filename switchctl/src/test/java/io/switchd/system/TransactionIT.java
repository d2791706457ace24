package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Once;
import org.junit.jupiter.api.Test;

/** Commands of one call, and what one of them means to another. */
@Once
class TransactionIT extends SystemTest {

    @Test
    void whatIsPrintedBeforeADeletionHasNoRowsOfWhatIsGone() {
        for (final String[] question : new String[][] {{"show", "a"}, {"fdb", "show", "a"}, {"stats", "a"}}) {
            ctl("add-br", "a").ok();
            final String[] words = new String[question.length + 4];
            words[0] = "-j";
            System.arraycopy(question, 0, words, 1, question.length);
            words[question.length + 1] = "--";
            words[question.length + 2] = "del-br";
            words[question.length + 3] = "a";
            assertEquals("[]\n", ctl(words).ok().stdout(), String.join(" ", question));
        }
        ctl("add-br", "a").ok();
        assertEquals("", ctl("fdb", "flush", "a", "--", "fdb", "stats", "a", "--", "del-br", "a").ok().stdout());
        assertEquals("", ctl("list-br").ok().stdout());
    }

    @Test
    void anMtuThatTheKernelRefusesIsRefused() {
        lab.run("ip", "link", "add", "v1", "type", "veth", "peer", "name", "v2").ok();
        lab.run("ip", "link", "add", "mv", "link", "v1", "type", "macvlan").ok();
        ctl("add-br", "a", "local=false").ok();
        final String before = state();
        ctl("add-port", "a", "v2", "mtu=1400", "--", "add-port", "a", "mv", "mtu=9000").exits(1).says("cannot set the MTU of device mv to 9000");
        assertEquals(before, state());
        ctl("add-port", "a", "mv", "--", "add-port", "a", "absent", "mtu=9000").ok();
        ctl("set", "port", "mv", "mtu=9000").exits(1).says("cannot set the MTU of device mv to 9000");
        assertEquals("", ctl("get", "port", "mv", "mtu").ok().stdout());
        ctl("set", "port", "mv", "mtu=1400").ok();
        assertTrue(lab.run("ip", "-o", "link", "show", "mv").stdout().contains("mtu 1400"));
    }

    @Test
    void whatIsPrintedBeforeAChangeHasTheStateAfterIt() {
        ctl("add-br", "a", "local=false").ok();
        assertEquals("[{\"name\":\"a\",\"local\":false,\"mac-aging-time\":60,\"ports\":[]}]\n",
            ctl("-j", "show", "a", "--", "set", "bridge", "a", "mac-aging-time=60").ok().stdout());
    }
}
