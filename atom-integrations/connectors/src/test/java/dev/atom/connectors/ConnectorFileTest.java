package dev.atom.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.connectors.ConnectorException.InvalidConnector;
import dev.atom.http.Transport;
import dev.atom.operation.Effect;
import dev.atom.operation.Operation;
import dev.atom.secret.KeySource;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectorFileTest {
  private static final String SHOP =
      """
      {"id": "shop", "title": "Shop",
       "settings": {"shop": {"title": "Shop", "pattern": "[a-z0-9-]+"}},
       "auth": [{"id": "token", "kind": "bearer"}],
       "baseUrl": "https://{shop}.shop.example/admin",
       "allowedHosts": ["*.shop.example"],
       "actions": {
        "get_order": {"description": "Reads an order.", "effect": "read", "method": "GET",
          "path": "/orders/{order}",
          "params": {"type": "object", "required": ["order"],
            "properties": {"order": {"type": "string"}, "fields": {"type": "string"}}}},
        "add_note": {"description": "Adds a note.", "effect": "create", "method": "POST",
          "path": "/orders/{order}/notes", "put": {"text": "/note/text"},
          "params": {"type": "object", "required": ["order", "text"],
            "properties": {"order": {"type": "string"}, "text": {"type": "string"}}}}}}
      """;

  @Test
  void namesOperationsAndTheirEffects() {
    assertThat(
            Connector.builtIn("slack").operations(Transport.shared(), KeySource.none(), Map.of()))
        .extracting(Operation::name, Operation::effect)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("slack_post_message", Effect.BLIND),
            org.assertj.core.groups.Tuple.tuple("slack_list_channels", Effect.READ));
    assertThat(
            Connector.builtIn("github").operations(Transport.shared(), KeySource.none(), Map.of()))
        .extracting(Operation::name, Operation::effect)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("github_create_issue", Effect.CHECKABLE),
            org.assertj.core.groups.Tuple.tuple("github_get_issue", Effect.READ),
            org.assertj.core.groups.Tuple.tuple("github_list_issues", Effect.READ));
  }

  @Test
  void readsAFile(@TempDir Path folder) throws java.io.IOException {
    Path file = Files.writeString(folder.resolve("shop.json"), SHOP);
    Connector shop = Connector.load(file);
    assertThat(shop.id()).isEqualTo("shop");
    assertThat(shop.title()).isEqualTo("Shop");
    assertThat(shop.settings()).containsExactly("shop");
    assertThat(shop.operations(Transport.shared(), KeySource.none(), Map.of("shop", "acme")))
        .hasSize(2);
  }

  @Test
  void refusesAConnectorThatDoesNotComeWithTheLibrary() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Connector.builtIn("../secret"))
        .withMessageContaining("load it from a file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "\"title\": \"Shop\",|\"title\": \"Shop\", \"colour\": 1,|/colour",
        "\"id\": \"shop\"|\"id\": \"Shop!\"|/id",
        "\"kind\": \"bearer\"|\"kind\": \"oauth2\"|/auth/0/kind",
        "\"kind\": \"bearer\"|\"kind\": \"apiKey\", \"place\": [{\"in\": \"query\", \"name\": \"k\", \"value\": \"{key}\"}]|/auth/0/place/0/in",
        "\"kind\": \"bearer\"|\"kind\": \"apiKey\", \"place\": [{\"in\": \"header\", \"name\": \"k\", \"value\": \"x\"}]|/auth/0/place/0/value",
        "\"kind\": \"bearer\"|\"kind\": \"basic\", \"user\": \"u\", \"password\": \"X\"|/auth/0",
        "https://{shop}|http://{shop}|/baseUrl",
        "https://{shop}|https://{store}|/baseUrl",
        ", \"pattern\": \"[a-z0-9-]+\"||/settings/shop",
        "\"pattern\": \"[a-z0-9-]+\"|\"pattern\": \"[\"|/settings/shop/pattern",
        "\"allowedHosts\": [\"*.shop.example\"],||/allowedHosts",
        "/orders/{order}\"|/orders/{id}\"|/actions/get_order/path",
        "/orders/{order}\"|/orders/x/../{order}\"|/actions/get_order/path",
        "/orders/{order}\"|/orders\"|",
        "\"required\": [\"order\"]|\"required\": []|/actions/get_order/path",
        "\"required\": [\"order\"]|\"required\": [\"number\"]|/actions/get_order/params/required",
        "\"effect\": \"read\"|\"effect\": \"wipe\"|/actions/get_order/effect",
        "\"effect\": \"read\"|\"effect\": \"read\", \"idempotencyKey\": {\"in\": \"header\", \"name\": \"K\"}|/actions/get_order",
        "\"effect\": \"create\"|\"effect\": \"create\", \"check\": \"add_note\"|/actions/add_note/check",
        "\"effect\": \"create\"|\"effect\": \"create\", \"check\": \"nothing\"|/actions/add_note/check",
        "\"method\": \"GET\"|\"method\": \"TRACE\"|/actions/get_order/method",
        "\"text\": \"/note/text\"|\"texts\": \"/note/text\"|/actions/add_note/put/texts",
        "\"text\": \"/note/text\"|\"text\": \"cookie\"|/actions/add_note/put/text",
        "\"text\": \"/note/text\"|\"text\": \"header:authorization\"|/actions/add_note/put/text",
        "\"text\": \"/note/text\"|\"text\": \"path\"|/actions/add_note/path",
        "\"actions\": {|\"errors\": [{\"kind\": \"invalid\"}], \"actions\": {|/errors/0",
        "\"actions\": {|\"errors\": [{\"status\": [404], \"kind\": \"gone\"}], \"actions\": {|/errors/0/kind",
        "\"actions\": {|\"errors\": [{\"at\": \"/e\", \"kind\": \"invalid\"}], \"actions\": {|/errors/0"
      })
  void namesThePlaceOfAFault(String from, String to, String path) {
    String broken =
        SHOP.replaceFirst(
            java.util.regex.Pattern.quote(from),
            to == null ? "" : java.util.regex.Matcher.quoteReplacement(to));
    assertThat(broken).isNotEqualTo(SHOP);
    if (path == null) {
      // A parameter that the path does not name goes into the query.
      assertThat(Connector.parse(broken).id()).isEqualTo("shop");
      return;
    }
    InvalidConnector fault =
        catchThrowableOfType(InvalidConnector.class, () -> Connector.parse(broken));
    assertThat(fault.path()).isEqualTo(path);
    assertThat(fault).hasMessageContaining(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.com/", "a@evil.com", "a#", "a:1", "A", "", "a.b", "a\\"})
  void refusesASettingThatWouldMoveTheHost(String value) {
    assertThatExceptionOfType(InvalidConnector.class)
        .isThrownBy(() -> shop(Map.of("shop", value)))
        .satisfies(e -> assertThat(e.path()).isEqualTo("/settings/shop"));
  }

  @Test
  void refusesAMissingAndAnUnknownSetting() {
    assertThatExceptionOfType(InvalidConnector.class).isThrownBy(() -> shop(Map.of()));
    assertThatExceptionOfType(InvalidConnector.class)
        .isThrownBy(() -> shop(Map.of("shop", "a", "x", "b")))
        .satisfies(e -> assertThat(e.path()).isEqualTo("/settings/x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example/", "x@evil.example/", "evil.example#"})
  void refusesAHostThatIsNotAllowedWhateverThePatternLetsThrough(String value) {
    Connector loose = Connector.parse(SHOP.replace("[a-z0-9-]+", ".*"));
    assertThatExceptionOfType(InvalidConnector.class)
        .isThrownBy(
            () -> loose.operations(Transport.shared(), KeySource.none(), Map.of("shop", value)))
        .satisfies(e -> assertThat(e.path()).isEqualTo("/baseUrl"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.example.com",
        "ftp://127.0.0.1",
        "https://u:p@example.com",
        "https://a/?q"
      })
  void refusesAnAddressThatWouldShowTheKey(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Connector.builtIn("github").at(URI.create(address)));
  }

  private static void shop(Map<String, String> settings) {
    Connector.parse(SHOP).operations(Transport.shared(), KeySource.none(), settings);
  }
}
