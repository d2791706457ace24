package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.ControlClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The control channel as a program uses it, without switchctl: JSON-RPC 2.0, an object a line. */
@Timeout(30)
class ProtocolIT extends SystemTest {


    private ControlClient connect() throws IOException {
        return new ControlClient(daemon.socket());
    }

    private static String quoted(final String json) {
        return json.replace('\'', '"');
    }

    private static JsonNode error(final String answer) {
        return JSON.readTree(answer).get("error");
    }

    @Test
    void aSingleCommandIsAnsweredByItsValue() throws IOException {
        try (ControlClient client = connect()) {
            assertEquals(quoted("{'jsonrpc':'2.0','id':1,'result':null}"), client.call("add-br", "{'bridge':'a'}"));
            assertEquals(quoted("{'jsonrpc':'2.0','id':1,'result':['a']}"), client.call("list-br", "{}"));
            assertEquals(quoted("{'jsonrpc':'2.0','id':1,'result':false}"), client.call("br-exists", "{'bridge':'b'}"));
        }
    }

    @Test
    void requestsSentAtOnceAreAnsweredInTheirOrderEachWithItsId() throws IOException {
        try (ControlClient client = connect()) {
            client.send("{'jsonrpc':'2.0','id':1,'method':'add-br','params':{'bridge':'a'}}\n"
                + "{'jsonrpc':'2.0','id':'two','method':'list-br'}\n{'jsonrpc':'2.0','id':3,'method':'nonsense'}\r\n");
            assertEquals(quoted("{'jsonrpc':'2.0','id':1,'result':null}"), client.receive());
            assertEquals(quoted("{'jsonrpc':'2.0','id':'two','result':['a']}"), client.receive());
            final JsonNode third = JSON.readTree(client.receive());
            assertEquals(3, third.get("id").asInt());
            assertEquals(-32601, third.get("error").get("code").asInt());
        }
    }

    @Test
    void aRequestThatComesByteByByteIsUnderstood() throws IOException {
        try (ControlClient client = connect()) {
            for (final char letter : "{'jsonrpc':'2.0','id':1,'method':'list-br'}\n".toCharArray()) {
                client.send(String.valueOf(letter));
            }
            assertEquals(quoted("{'jsonrpc':'2.0','id':1,'result':[]}"), client.receive());
        }
    }

    @Test
    void aNotificationIsCarriedOutAndNotAnswered() throws IOException {
        try (ControlClient client = connect()) {
            client.send("{'jsonrpc':'2.0','method':'add-br','params':{'bridge':'a'}}\n");
            assertEquals(quoted("{'jsonrpc':'2.0','id':1,'result':['a']}"), client.call("list-br", "{}"));
        }
    }

    @Test
    void aClientThatHasSentItsLastRequestStillGetsTheAnswer() throws IOException {
        try (ControlClient client = connect()) {
            client.send("{'jsonrpc':'2.0','id':1,'method':'transact','params':{'commands':["
                + "{'method':'add-br','params':{'bridge':'a'}},"
                + "{'method':'plug','params':{'bridge':'a','netns':'ns1'}}]}}\n").finish();
            assertEquals("[null,null]", JSON.readTree(client.receive()).get("result").get("results").toString());
            assertNull(client.receive(), "then the connection ends");
        }
    }

    @Test
    void aTransactionTellsWhichOfItsCommandsWasRefused() throws IOException {
        try (ControlClient client = connect()) {
            final String before = state();
            final JsonNode error = error(client.call("transact", "{'commands':[{'method':'add-br','params':{'bridge':'a'}},"
                + "{'method':'list-br'},{'method':'del-br','params':{'bridge':'none'}}]}"));
            assertEquals(-32000, error.get("code").asInt());
            assertEquals("no bridge named none", error.get("message").asString());
            assertEquals(2, error.get("data").get("command").asInt());
            assertEquals(before, state());
        }
    }

    @Test
    void aTransactionAnswersEachCommandAndTheGenerationItLedTo() throws IOException {
        try (ControlClient client = connect()) {
            final String commands = "{'commands':[{'method':'add-br','params':{'bridge':'a'}},{'method':'list-br','params':{}}]";
            final JsonNode planned = JSON.readTree(client.call("transact", commands + ",'dry-run':true}")).get("result");
            assertTrue(planned.get("changes").toString().contains("add bridge a"), planned.toString());
            assertEquals(quoted("{'jsonrpc':'2.0','id':1,'result':[]}"), client.call("list-br", "{}"));
            final JsonNode done = JSON.readTree(client.call("transact", commands + "}")).get("result");
            assertEquals(quoted("[null,['a']]"), done.get("results").toString());
            assertEquals(planned.get("generation").asLong() + 1, done.get("generation").asLong());
        }
    }

    @Test
    void settingsAreTakenAsTypedValuesAndAsText() throws IOException {
        try (ControlClient client = connect()) {
            client.call("add-br", "{'bridge':'a','settings':{'local':false,'mac-aging-time':60,'mac-table-size':'100'}}");
            final JsonNode settings = JSON.readTree(client.call("get", "{'kind':'bridge','name':'a'}")).get("result");
            assertEquals(quoted("{'local':false,'mac-aging-time':60,'mac-table-size':100,'forward-bpdu':false}"),
                settings.toString());
        }
    }

    @Test
    void parametersThatAreMissingUnknownOrOfAnotherTypeAreRefusedByName() throws IOException {
        try (ControlClient client = connect()) {
            final String before = state();
            final String[][] cases = {
                {"add-br", "{}", "bridge"},
                {"add-br", "{'bridge':null}", "bridge"},
                {"add-br", "{'bridge':['a']}", "bridge"},
                {"add-br", "{'bridge':'a','may-exits':true}", "did you mean may-exist?"},
                {"add-br", "{'bridge':'a','may-exist':'yes'}", "may-exist"},
                {"add-br", "{'bridge':'a','settings':7}", "settings"},
                {"add-br", "['a']", "params"},
                {"transact", "{}", "commands"},
                {"transact", "{'commands':[7]}", "a command is an object"},
                {"transact", "{'commands':[],'dryrun':true}", "did you mean dry-run?"},
            };
            for (final String[] each : cases) {
                final JsonNode error = error(client.call(each[0], each[1]));
                assertTrue(error.get("code").asInt() == -32602 || error.get("code").asInt() == -32600, each[1] + ": " + error);
                assertTrue(error.get("message").asString().contains(each[2]), each[1] + ": " + error);
            }
            assertEquals(before, state());
        }
    }

    @Test
    void aThousandCommandsAreOneTransaction() throws IOException {
        final StringBuilder commands = new StringBuilder("{'commands':[{'method':'add-br','params':{'bridge':'a'}}");
        for (int i = 0; i < 1_000; i++) {
            commands.append(",{'method':'add-port','params':{'bridge':'a','port':'p").append(i).append("'}}");
        }
        try (ControlClient client = connect()) {
            final String duplicate = ",{'method':'add-port','params':{'bridge':'a','port':'p7'}}]}";
            assertEquals(1_001, error(client.call("transact", commands + duplicate)).get("data").get("command").asInt());
            assertEquals(quoted("{'jsonrpc':'2.0','id':1,'result':[]}"), client.call("list-br", "{}"));
            client.call("transact", commands + "]}");
            assertEquals(1_000, JSON.readTree(client.call("list-ports", "{'bridge':'a'}")).get("result").size());
        }
    }

    @Test
    void rootGetsInWhenOthersHaveTakenAllConnections() throws IOException {
        final List<ControlClient> taken = new ArrayList<>();
        try {
            for (int i = 0; i < 64; i++) {
                taken.add(connect());
                taken.get(i).call("list-br", "{}");
            }
            ctl("list-br").ok();
        } finally {
            for (final ControlClient client : taken) {
                client.close();
            }
        }
    }
}
