package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Daemon;
import io.switchd.testkit.Flow;
import io.switchd.testkit.Once;
import io.switchd.testkit.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The disk of the state directory is full, read-only, or has on it what cannot be used: nothing changes that could not
 * be kept, the reason is said, and frames pass all the while. The disk is a file system of the lab's own.
 */
@Once
class DiskIT extends GuestTest {

    private static final String FULL = "No space left on device";
    private static final String READ_ONLY = "Read-only file system";
    private static final int FRAMES_PER_SECOND = 1_000;

    private String document;

    @Override
    void prepareLab() {
        lab.run("mkdir", "-p", disk("")).ok();
        lab.run("mount", "-t", "tmpfs", "-o", "size=1m", "disk", disk("")).ok();
    }

    @BeforeEach
    void configureSome() throws IOException {
        guests("a", "b");
        lab.run("ip", "link", "add", "mine", "type", "veth", "peer", "name", "yours").ok();
        ctl("plug", "br", "c", "port=c", "--", "add-port", "br", "mine", "--", "add-veth", "w1", "w2", "--", "fdb", "add", "br", mac("b"), "b").ok();
        ctl("set", "port", "c", "isolated=true").ok();
        document = Files.writeString(lab.directory().resolve("wanted.json"), "[{\"name\":\"br\",\"ports\":[{\"name\":\"c\",\"tag\":7}]}]").toString();
    }

    @AfterEach
    void removePairs() {
        ctl("--if-exists", "del-veth", "v1", "--", "--if-exists", "del-veth", "w1").ok();
    }

    /** All kinds of commands that change the configuration; each could be carried out. */
    private List<List<String>> changes() {
        return Stream.of("add-br x", "del-br br", "set bridge br mac-aging-time=60", "add-port br late", "del-port mine", "set port c tag=5", "clear port c isolated",
            "plug br n", "add-veth v1 v2", "del-veth w1", "fdb add br 02:00:00:00:00:09 a", "fdb del br " + mac("b"), "apply " + document,
            "apply --prune " + document, "unplug c", "rollback").map(line -> List.of(line.split(" "))).toList();
    }

    /** Commands that need no disk. */
    private static List<List<String>> questions() {
        return Stream.of("show", "list-br", "stats", "stats reset", "status", "fdb show", "fdb flush br", "export", "history", "netns add m", "netns list", "netns del m", "--dry-run add-br x")
            .map(line -> List.of(line.split(" "))).toList();
    }

    private Result call(final List<String> words) {
        return ctl(words.toArray(String[]::new));
    }

    /** A file of the state directory, whose disk only the lab has. */
    private String disk(final String file) {
        return lab.directory().resolve("daemon/state").resolve(file).toString();
    }

    private String read(final String file) {
        return lab.run("cat", disk(file)).ok().stdout();
    }

    private String everything() {
        return state() + ctl("history").ok().stdout() + read("config.json") + read("config.json.last-good");
    }

    private void fillTheDisk() {
        lab.run("sh", "-c", "head -c 2M /dev/zero > " + disk("filler")).exits(1).says(FULL);
    }

    private void emptyTheDisk() {
        lab.run("rm", "-f", disk("filler")).ok();
    }

    /** A mount over the directory, since the daemon's lock keeps the file system itself from becoming read-only. */
    private void makeTheDiskReadOnly() {
        lab.run("mount", "--bind", disk(""), disk("")).ok();
        lab.run("mount", "-o", "remount,bind,ro", disk("")).ok();
    }

    private void makeTheDiskWritable() {
        lab.run("umount", disk("")).ok();
    }

    /** Whatever is asked for while the disk is bad is refused and leaves no trace; when it is good again it is done. */
    private void changesNothingWhile(final Runnable bad, final Runnable good, final String reason) {
        final Flow flow = flow("a", "b", FRAMES_PER_SECOND);
        final String before = everything();
        bad.run();
        try {
            for (final List<String> change : changes()) {
                call(change).exits(1).says("switchctl: the configuration cannot be stored: " + disk("config.json.next") + ": " + reason);
            }
            questions().forEach(question -> call(question).ok());
            assertEquals(before, everything());
        } finally {
            good.run();
        }
        assertEquals(before, everything());
        for (final List<String> change : changes()) {
            if (!change.get(0).matches("del-br|apply|rollback")) {
                call(change).ok();
            }
        }
        flow.arrivesWhole();
        final String exported = ctl("export").ok().stdout();
        assertEquals(0, daemon.stop("TERM"));
        daemon.start();
        assertEquals(exported, ctl("export").ok().stdout());
        System.out.println(changes().size() + " changes were refused: " + reason + "; " + flow.sent() + " frames passed meanwhile, the slowest in " + flow.slowest().toMillis() + " ms");
    }

    @Test
    void aFullDiskRefusesWhatCannotBeKeptAndNothingElse() {
        changesNothingWhile(this::fillTheDisk, this::emptyTheDisk, FULL);
    }

    @Test
    void aReadOnlyDiskRefusesWhatCannotBeKeptAndNothingElse() {
        changesNothingWhile(this::makeTheDiskReadOnly, this::makeTheDiskWritable, READ_ONLY);
    }

    @Test
    void aDaemonStartsOnAFullDisk() {
        final String exported = ctl("export").ok().stdout();
        assertEquals(0, daemon.stop("TERM"));
        lab.run("sh", "-c", ": > " + disk("lock")).ok();
        fillTheDisk();
        try {
            daemon.start();
            assertEquals(exported, ctl("export").ok().stdout());
            assertTrue(daemon.log().contains("cannot write into " + disk("lock") + ": " + FULL), daemon.log());
            assertEquals(0, daemon.stop("TERM"));
        } finally {
            emptyTheDisk();
            daemon.start();
        }
    }

    @Test
    void aDaemonThatCannotLockItsDirectorySaysWhy() throws IOException {
        assertEquals(0, daemon.stop("TERM"));
        makeTheDiskReadOnly();
        try {
            refusesToStart("lock: " + READ_ONLY);
        } finally {
            makeTheDiskWritable();
            daemon.start();
        }
    }

    private void refusesToStart(final String words) throws IOException {
        final Path output = lab.directory().resolve("refused.log");
        assertEquals(1, Daemon.waitFor(daemon.launch(output)));
        final String last = Files.readString(output).lines().reduce((a, b) -> b).orElse("");
        assertTrue(last.startsWith("switchd: cannot use " + disk("")) && last.contains(words), last);
    }

    @Test
    void aFileThatCannotBeUsedKeepsTheDaemonFromStartingAndStaysAsItIs() throws IOException {
        final String good = read("config.json");
        final Map<String, String> damaged = new LinkedHashMap<>();
        damaged.put(good.substring(0, 100), "config.json: line 4, column 62: Unexpected end-of-input");
        damaged.put(good.replace("isolated", "isolatex"), "config.json: its checksum does not fit its content");
        damaged.put(good.replace("\"format\" : 1", "\"format\" : 2"), "config.json: its format is 2, this version reads format 1");
        damaged.put(good.replaceFirst("\"checksum.*", "").replace("\"mine\"", "\"br\""), "config.json: bridge br: ");
        assertEquals(0, daemon.stop("TERM"));
        try {
            for (final Map.Entry<String, String> entry : damaged.entrySet()) {
                store(entry.getKey());
                refusesToStart(entry.getValue());
                assertEquals(entry.getKey(), read("config.json"));
            }
        } finally {
            store(good);
            daemon.start();
        }
        assertEquals(good, read("config.json"));
    }

    private void store(final String text) {
        lab.run(Map.of(), text, "sh", "-c", "cat > " + disk("config.json")).ok();
    }
}
