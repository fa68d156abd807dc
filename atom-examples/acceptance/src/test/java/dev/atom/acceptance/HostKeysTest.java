package dev.atom.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.atom.CallContext;
import dev.atom.http.Transport;
import dev.atom.ledger.LedgerWriter;
import dev.atom.ledger.MemoryUsageLedger;
import dev.atom.ledger.UsageFilter;
import dev.atom.ledger.UsageLedger;
import dev.atom.ledger.UsageRecord;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatRequest;
import dev.atom.model.KeyRejected;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.router.Route;
import dev.atom.router.Router;
import dev.atom.router.RouterListener;
import dev.atom.router.Target;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users bring their own keys, and the host pays for those only whom it wants to pay for. */
class HostKeysTest {
  private static final ChatRequest HELLO = ChatRequest.of("Say hello.");
  private static final String HOST = "sk-host-0123456789";
  private static final String OUT = "sk-out-0123456789";
  private static final Map<String, String> OWN =
      Map.of("acme/ann", "sk-ann-0123456789", "acme/bob", OUT, "acme/", "sk-acme-0123456789");
  private static final String ANSWER =
      """
      {"id":"c","object":"chat.completion","created":1,"model":"gpt-4o","choices":[{"index":0,
       "message":{"role":"assistant","content":"Hello."},"finish_reason":"stop"}],
       "usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}}
      """;

  /** What a vault does: each user's own key, and a tenant's for no user. */
  private final KeySource own =
      ref ->
          Optional.ofNullable(OWN.get(ref.tenant() + "/" + ref.user().orElse(""))).map(Secret::of);

  private final KeySource host = ref -> Optional.of(Secret.of(HOST));
  private final List<String> used = new CopyOnWriteArrayList<>();
  private final Transport transport = Transport.create();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
    transport.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String key = exchange.getRequestHeaders().getFirst("Authorization").substring(7);
      used.add(key);
      boolean out = key.equals(OUT);
      byte[] body =
          (out ? "{\"error\":{\"code\":\"invalid_api_key\",\"message\":\"no\"}}" : ANSWER)
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(out ? 401 : 200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private ChatModel client(KeySource keys) {
    String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    return Provider.newBuilder(Profiles.openAiChatCompletions().toBuilder().base(base).build())
        .keys(keys)
        .transport(transport)
        .build()
        .chat("gpt-4o");
  }

  private static CallContext of(String tenant, String user) {
    return CallContext.create().tenant(tenant).user(user);
  }

  // @start region="fallback"
  @Test
  void theHostsKeyServesThoseOnlyWhomTheHostNames() {
    Set<String> trials = Set.of("newcomer");
    KeySource keys =
        own // a user's own key first,
            .orElse(own.ofTenants()) // then the tenant's,
            .orElse(host.onlyFor(ref -> trials.contains(ref.tenant()))); // then the host's
    Router router = Router.newBuilder().target(client(keys)).build();

    router.chat(HELLO, of("acme", "ann"));
    router.chat(HELLO, of("acme", "cleo"));
    router.chat(HELLO, of("newcomer", "dan"));

    assertThat(used).containsExactly("sk-ann-0123456789", "sk-acme-0123456789", HOST);
    assertThatThrownBy(() -> router.chat(HELLO, of("stranger", "eve")))
        .isInstanceOf(KeyRejected.class)
        .hasMessageContaining("no key");
    assertThat(used).as("nothing was sent without a key").hasSize(3);
  }

  // @end

  @Test
  void aKeyThatIsOutIsNotReplacedByTheHostsUnlessATargetSaysSo() {
    Router alone = Router.newBuilder().target(client(own.orElse(host))).build();

    assertThatThrownBy(() -> alone.chat(HELLO, of("acme", "bob"))).isInstanceOf(KeyRejected.class);
    assertThat(used).containsExactly(OUT);
  }

  // @start region="paid"
  @Test
  void theLedgerTellsWhoseKeyWasUsed() {
    Route route =
        Route.newBuilder("main")
            .target(Target.of(client(own)).named("own key"))
            .target(Target.of(client(host)).named("host's key").tier(1))
            .build();
    UsageLedger ledger = MemoryUsageLedger.create();
    Router router =
        Router.newBuilder()
            .route(route)
            .listener(RouterListener.ledger(LedgerWriter.synchronous(ledger)))
            .build();

    router.chat(HELLO, of("acme", "bob"));

    assertThat(used).containsExactly(OUT, HOST);
    List<UsageRecord> records = ledger.page(UsageFilter.tenant("acme"), 10).records();
    assertThat(records.get(0).error()).contains("key_rejected");
    assertThat(records.get(1).endpoint()).contains("host's key");
  }
  // @end
}
