package dev.atom.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atom.json.Json;
import dev.atom.operation.Effect;
import dev.atom.operation.InvalidArguments;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {
  private static final String STORE =
      """
      {"id": "file-store", "title": "Store",
       "settings": {"mail": {"title": "Mail", "pattern": ".+@.+", "default": "ann@example.com"}},
       "auth": [{"kind": "basic", "user": "{mail}/token", "password": "{key}"}],
       "baseUrl": "https://store.example",
       "actions": {
        "put_file": {"description": "Stores.", "effect": "update", "method": "POST",
          "path": "/files/{path}", "put": {"path": "pathRaw", "note": "header:X-Note",
            "mode": "query:write_mode", "author": "/commit/author", "text": "/commit/text"},
          "idempotencyKey": {"in": "header", "name": "Idempotency-Key"}, "pick": "/file/id", "ok": [201],
          "params": {"type": "object", "required": ["path"], "properties": {
            "path": {"type": "string"}, "note": {"type": "string"}, "mode": {"type": "string"},
            "author": {"type": "string"}, "text": {"type": ["string", "null"]}}}},
        "find": {"description": "Finds.", "effect": "read", "method": "POST", "path": "/find",
          "body": {"kind": "form"},
          "params": {"type": "object", "properties": {
            "q": {"type": "string"}, "n": {"type": "integer"}, "tags": {"type": "array"}}}}}}
      """;

  private final List<SecretRef> asked = new ArrayList<>();
  private final Service store =
      new Service(
          Connector.parse(STORE),
          ref -> {
            asked.add(ref);
            return Optional.of(Secret.of("k3y"));
          });
  private final Service github = new Service("github");
  private final Service slack = new Service("slack");

  @AfterEach
  void close() {
    store.close();
    github.close();
    slack.close();
  }

  @Test
  void postsAMessageWithItsKey() {
    slack.answer(200, "{\"ok\":true,\"ts\":\"1.2\"}");
    Json reply = slack.call("slack_post_message", "{'channel':'C1','text':'Grüße \\u2603'}");
    assertThat(reply.at("/ts")).contains(Json.of("1.2"));
    assertThat(slack.request().method()).isEqualTo("POST");
    assertThat(slack.request().path()).isEqualTo("/api/chat.postMessage");
    assertThat(slack.request().header("Authorization")).contains("Bearer " + Service.KEY);
    assertThat(slack.request().header("Content-Type")).contains("application/json; charset=utf-8");
    assertThat(slack.request().json())
        .isEqualTo(Json.parse("{\"channel\":\"C1\",\"text\":\"Grüße ☃\"}"));
  }

  @Test
  void encodesWhatGoesIntoPathAndQuery() {
    github.answer(200, "[]");
    Json reply =
        github.call(
            "github_list_issues",
            "{'owner':'a/b','repo':'c d?#%','labels':['bug','ui & ux'],'per_page':5}");
    assertThat(reply).isEqualTo(Json.array(List.of()));
    assertThat(github.request().path())
        .isEqualTo("/api/repos/a%2Fb/c%20d%3F%23%25/issues?labels=bug%2Cui%20%26%20ux&per_page=5");
    assertThat(github.request().header("X-GitHub-Api-Version")).contains("2022-11-28");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", ".."})
  void refusesAPathValueThatWouldCallSomethingElse(String repo) {
    assertThatExceptionOfType(ConnectorException.Invalid.class)
        .isThrownBy(
            () ->
                github.call(
                    "github_get_issue", "{'owner':'a','repo':'" + repo + "','issue_number':1}"))
        .withMessageContaining("repo");
    assertThat(github.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/../b", "/a", "a//b", "a/", "..", "./a"})
  void refusesARawPathThatLeavesItsPlace(String path) {
    assertThatExceptionOfType(ConnectorException.Invalid.class)
        .isThrownBy(() -> store.call("file_store_put_file", "{'path':'" + path + "'}"));
    assertThat(store.requests()).isEmpty();
  }

  @Test
  void putsEveryArgumentInItsPlace() {
    store.answer(201, "{\"file\":{\"id\":7}}");
    Json reply =
        store.call(
            "file_store_put_file",
            "{'path':'docs/a b.md','note':'n1','mode':'add','author':'ann','text':null}");
    assertThat(reply).isEqualTo(Json.of(7));
    assertThat(store.request().path()).isEqualTo("/api/files/docs/a%20b.md?write_mode=add");
    assertThat(store.request().header("X-Note")).contains("n1");
    assertThat(store.request().header("Idempotency-Key")).contains("order-7");
    assertThat(store.request().json())
        .isEqualTo(Json.parse("{\"commit\":{\"author\":\"ann\",\"text\":null}}"));
    // "ann@example.com/token:k3y"
    assertThat(store.request().header("Authorization"))
        .contains("Basic YW5uQGV4YW1wbGUuY29tL3Rva2VuOmszeQ==");
    assertThat(store.operation("file_store_put_file").effect()).isEqualTo(Effect.KEYED);
  }

  @Test
  void refusesALineEndInAHeader() {
    assertThatExceptionOfType(ConnectorException.Invalid.class)
        .isThrownBy(
            () -> store.call("file_store_put_file", "{'path':'a','note':'x\\r\\nHost: evil'}"));
  }

  @Test
  void writesAForm() {
    store.answer(200, "{}");
    store.call("file_store_find", "{'q':'a&b=c d','n':10,'tags':['x']}");
    assertThat(store.request().header("Content-Type"))
        .contains("application/x-www-form-urlencoded");
    assertThat(store.request().text()).isEqualTo("q=a%26b%3Dc+d&n=10&tags=%5B%22x%22%5D");
  }

  @Test
  void asksForTheKeyOfEachCallsTenantAndUser() {
    store.answer(200, "{}").answer(200, "{}");
    store.call("file_store_find", "{}");
    store.call("file_store_find", "{}");
    assertThat(asked)
        .hasSize(2)
        .containsOnly(
            new SecretRef("acme", Optional.of("ann"), "file-store", SecretRef.DEFAULT_NAME));
  }

  @Test
  void refusesUnknownArgumentsBeforeAnythingIsSent() {
    assertThatExceptionOfType(InvalidArguments.class)
        .isThrownBy(
            () -> slack.call("slack_post_message", "{'channel':'C','text':'t','as_user':true}"));
    assertThat(slack.requests()).isEmpty();
  }
}
