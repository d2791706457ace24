package io.switchd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a document makes of the configuration that is there. */
class ConfigDocumentTest {

    private static final SwitchConfig PRESENT = ConfigStoreTest.full();

    private static Map<String, Object> port(final String name, final Object... settings) {
        final Map<String, Object> port = new LinkedHashMap<>(Map.of("name", name));
        for (int i = 0; i < settings.length; i += 2) {
            port.put(settings[i].toString(), settings[i + 1]);
        }
        return port;
    }

    private static ConfigDocument bridge(final String name, final List<?> ports, final Object... more) {
        final Map<String, Object> bridge = port(name, more);
        bridge.put("ports", ports);
        return ConfigDocument.read(List.of(bridge));
    }

    private static String refusal(final Object document) {
        return assertThrows(ConfigException.class, () -> ConfigDocument.read(document).onto(PRESENT)).getMessage();
    }

    @Test
    void whatAConfigurationIsWrittenAsIsTheSameConfiguration() {
        final ConfigDocument document = ConfigDocument.read(ConfigJson.write(PRESENT));
        assertEquals(PRESENT, document.onto(PRESENT));
        assertEquals(PRESENT, document.insteadOf(PRESENT));
        assertEquals(PRESENT.withNamespacesOf(SwitchConfig.EMPTY), document.onto(SwitchConfig.EMPTY));
        assertEquals(Set.of("ns1"), document.namespaces());
    }

    @Test
    void aPortGetsExactlyTheSettingsOfTheDocumentAndKeepsItsPlug() {
        final SwitchConfig config = bridge("br-test", List.of(port("p2", "isolated", true))).onto(PRESENT);
        assertEquals(Map.of("isolated", true), config.portSettings("p2").values());
        assertEquals(PRESENT.port("p2").port().plug(), config.port("p2").port().plug());
        assertEquals(PRESENT.port("p1").port(), config.port("p1").port(), "a port that is not named stays as it is");
        assertEquals(Map.of(), config.bridge("br-test").settings().values());
        assertEquals(PRESENT.bridge("br-test").stations(), config.bridge("br-test").stations());
    }

    @Test
    void gatewaysAreAStringOrAnArrayOneOfEachFamily() {
        assertEquals(List.of("10.0.0.254"), gateways("10.0.0.254"));
        assertEquals(List.of("fd00::fe", "10.0.0.254"), gateways(List.of("fd00::fe", "10.0.0.254")));
        assertEquals(List.of(), gateways(List.of()));
        assertEquals("10.0.0.254", written("10.0.0.254"), "as those read it who know of one alone");
        assertEquals("10.0.0.254", written(List.of("10.0.0.254")));
        assertEquals(List.of("10.0.0.254", "fd00::fe"), written(List.of("10.0.0.254", "fd00::fe")));
        assertEquals("bridge br-test: port p: gw=10.0.0.1 and gw=10.0.0.2 are of one family: allowed is one gateway of IPv4 and one of IPv6",
            refusal(plugged(List.of("10.0.0.1", "fd00::1", "10.0.0.2"))));
        assertEquals("bridge br-test: port p: \"gateway\" of plug is not a string", refusal(plugged(List.of(1))));
        assertEquals("bridge br-test: port p: \"gateway\" of plug is not a string", refusal(plugged(false)));
    }

    private static List<?> plugged(final Object gateway) {
        final Map<String, Object> plug = Map.of("netns", "ns", "device", "eth0", "addresses", List.of(), "gateway", gateway);
        return List.of(Map.of("name", "br-test", "ports", List.of(port("p", "plug", plug))));
    }

    private static PlugConfig plug(final Object gateway) {
        return ConfigDocument.read(plugged(gateway)).onto(PRESENT).port("p").port().plug().orElseThrow();
    }

    private static List<String> gateways(final Object gateway) {
        return plug(gateway).gateways();
    }

    private static Object written(final Object gateway) {
        return ConfigJson.write(plug(gateway)).get("gateway");
    }

    @Test
    void inItsSteadWhatIsNotNamedGoesButNotWhatIsOnlyNotSaid() {
        final SwitchConfig config = bridge("br-test", List.of(port("p2"))).insteadOf(PRESENT);
        assertEquals(PRESENT.port("p2").port().plug(), config.port("p2").port().plug());
        assertEquals(Set.of("p2"), config.bridge("br-test").ports().keySet());
        assertEquals(List.of(), config.bridge("br-test").stations(), "that of p1 goes with it");
        assertEquals(PRESENT.veths(), config.veths(), "a document without a list of veth pairs says nothing of them");
        assertEquals(PRESENT.bridge("br-test").stations(), bridge("br-test", List.of(port("p1"))).insteadOf(PRESENT).bridge("br-test").stations());
        assertEquals(List.of(), bridge("br-test", List.of(port("p1")), "stations", List.of()).insteadOf(PRESENT).bridge("br-test").stations());
        assertTrue(ConfigDocument.read(Map.of("veths", List.of())).insteadOf(PRESENT).veths().isEmpty());
    }

    @Test
    void aPortThatAnotherBridgeNamesLeavesItsOwnAndItsStationsGo() {
        final SwitchConfig config = bridge("br-b", List.of(port("p1"))).onto(PRESENT);
        assertEquals("br-b", config.port("p1").bridge().name());
        assertEquals(Set.of("p2"), config.bridge("br-test").ports().keySet());
        assertEquals(List.of(), config.bridge("br-test").stations());
    }

    @Test
    void theHostsPortIsKnownByItsType() {
        final SwitchConfig config = bridge("br-test", List.of(port("br-test", "type", "internal", "up", true, "tag", 9))).onto(PRESENT);
        assertEquals(Map.of("tag", 9L), config.portSettings("br-test").values());
        assertTrue(bridge("br-test", List.of()).onto(PRESENT).portSettings("br-test").values().isEmpty());
    }

    @Test
    void aHostsPortThatGoesTakesItsStationsAlong() {
        final SwitchConfig present = PRESENT.withBridge(PRESENT.bridge("br-test").with(new StationConfig(5, 0x02_00_00_00_00_0AL, "br-test", false)));
        assertEquals(PRESENT.bridge("br-test").stations(), bridge("br-test", List.of(), "local", false).onto(present).bridge("br-test").stations());
    }

    @Test
    void twoOfOneNameAreRefusedWhereverTheyAre() {
        assertEquals("bridge br-test: port p1: there would be a bridge of that name too", refusal(List.of(port("p1"))));
        assertEquals("bridge br-b: cannot create a port named br-b because a bridge named br-b already exists",
            refusal(List.of(port("br-b", "ports", List.of(port("br-b"))))));
        assertEquals("port p1 of bridge br-b is of type internal, which only the port of the bridge's name is",
            refusal(List.of(port("br-b", "ports", List.of(port("p1", "type", "internal"))))));
        assertEquals("the host's port of bridge br-b stands twice",
            refusal(List.of(port("br-b", "local-port", Map.of(), "ports", List.of(port("br-b", "type", "internal"))))));
    }

    @Test
    void stateIsPassedOverAndNothingElseIs() {
        assertEquals(PRESENT, ConfigDocument.read(Map.of("format", 1, "generation", 3, "time", "now", "uid", 0)).onto(PRESENT));
        assertTrue(refusal(List.of(port("br-b", "up", true))).startsWith("bridge br-b: unknown setting \"up\" of a bridge"));
        assertEquals("a configuration is an object with bridges, veths and namespaces, or an array of bridges", refusal("br-b"));
        assertEquals("bridges is not a list", refusal(Map.of("bridges", 1)));
    }

    @Test
    void aFileOfTheStoreThatIsDamagedOrOfAnotherFormatIsRefused() {
        assertEquals("its format is 99, this version reads format 1", refusal(Map.of("format", 99)));
        assertTrue(refusal(Map.of("format", 1, "generation", 3, "checksum", "x")).startsWith("its checksum does not fit its content"));
    }

    @Test
    void nullIsNoEmptyList() {
        for (final String list : List.of("bridges", "veths", "namespaces")) {
            assertEquals(list + " is not a list", refusal(Collections.singletonMap(list, null)));
        }
        for (final String list : List.of("ports", "stations")) {
            final Map<String, Object> bridge = new HashMap<>(Map.of("name", "br-test"));
            bridge.put(list, null);
            assertEquals("bridge br-test: " + list + " is not a list", refusal(List.of(bridge)));
        }
    }
}
