package dev.atom.router;

import static dev.atom.router.TestTargets.FIRST;
import static dev.atom.router.TestTargets.SECOND;
import static dev.atom.router.TestTargets.failing;
import static dev.atom.router.TestTargets.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.ledger.Content;
import dev.atom.ledger.ContentPolicy;
import dev.atom.ledger.LedgerWriter;
import dev.atom.ledger.MemoryUsageLedger;
import dev.atom.ledger.Outcome;
import dev.atom.ledger.UsageFilter;
import dev.atom.ledger.UsageLedger;
import dev.atom.ledger.UsageRecord;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.mock.SequentialIds;
import dev.atom.mock.VirtualClock;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ProviderFailed;
import dev.atom.model.ReplyStream;
import dev.atom.personal.PersonalData;
import dev.atom.personal.StorePersonKeys;
import dev.atom.secret.Secret;
import dev.atom.store.MemoryStore;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a ledger keeps of what was said, through a router. */
class KeptContentTest {
  private static final CallContext ANN = CallContext.create().tenant("acme").user("ann");
  private static final ChatRequest QUESTION = ChatRequest.of("My number is 0170 1234567");

  private final UsageLedger ledger = MemoryUsageLedger.create();
  private final LedgerWriter writer = LedgerWriter.synchronous(ledger);

  private Router router(ContentPolicy policy, Target... targets) {
    Route.Builder route = Route.newBuilder("main").retries(Retries.NONE);
    List.of(targets).forEach(route::target);
    return Router.newBuilder()
        .route(route.build())
        .ids(SequentialIds.of("call-"))
        .listener(RouterListener.ledger(writer, policy))
        .build();
  }

  private List<UsageRecord> records() {
    return ledger.page(UsageFilter.all(), 100).records();
  }

  private Json.Obj plain(int record) {
    Content content = records().get(record).content().orElseThrow();
    return ((Content.Plain) content).exchange();
  }

  @Test
  void requestAndReplyAreKeptOfAnswersAndTheRequestAloneOfFailures() {
    Router router =
        router(
            ContentPolicy.plain(),
            Target.of(failing(FIRST, ProviderFailed::new)),
            Target.of(saying(SECOND, "Thank you.")));

    router.chat(QUESTION, ANN);

    assertThat(plain(0)).isEqualTo(Json.object().put("request", QUESTION.toJson()).build());
    assertThat(plain(1).get("request")).contains(QUESTION.toJson());
    ChatReply reply = ChatReply.fromJson((Json.Obj) plain(1).get("reply").orElseThrow());
    assertThat(reply.text()).isEqualTo("Thank you.");
    assertThat(reply.model()).isEqualTo(SECOND);
  }

  @Test
  void theRequestIsKeptAsItsTargetWasAsked() {
    Target brief =
        Target.of(saying(FIRST, "Yes."))
            .request(request -> request.toBuilder().message(ChatMessage.user("Be brief.")).build());

    router(ContentPolicy.plain(), brief).chat(QUESTION, ANN);

    assertThat(plain(0).get("request").orElseThrow().toString()).contains("Be brief.");
  }

  @Test
  void aStreamIsKeptWhenItIsWholeAndItsRequestWhenItIsClosedEarly() {
    Router router = router(ContentPolicy.plain(), Target.of(saying(FIRST, "one two three four")));
    try (ReplyStream stream = router.stream(QUESTION, ANN)) {
      stream.forEachRemaining(event -> {});
    }
    try (ReplyStream stream = router.stream(QUESTION, ANN)) {
      stream.next();
      stream.next();
    }

    ChatReply whole = ChatReply.fromJson((Json.Obj) plain(0).get("reply").orElseThrow());
    assertThat(whole.text()).isEqualTo("one two three four");
    assertThat(records().get(1).outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(plain(1).get("request")).contains(QUESTION.toJson());
    assertThat(plain(1).get("reply")).isEmpty();
  }

  // @start region="redacted"
  @Test
  void whatTheHostTakesOutIsNotKept() {
    ContentPolicy policy =
        ContentPolicy.redacted(
            said -> (Json.Obj) Json.parse(said.toString().replaceAll("\\d{4,}", "***")));

    router(policy, Target.of(saying(FIRST, "I note 0170 1234567."))).chat(QUESTION, ANN);

    assertThat(plain(0).toString())
        .contains("My number is *** ***", "I note *** ***.")
        .doesNotContain("1234567");
  }

  // @end

  @Test
  void whatIsSealedOpensUntilThePersonsKeyIsDropped() {
    SecureRandom random = new SecureRandom();
    MemoryStore store = MemoryStore.create(VirtualClock.at("2026-10-01T08:00:00Z"));
    PersonalData data =
        PersonalData.with(StorePersonKeys.in(store, Secret.of(new byte[32]), random), random);
    Router router =
        router(ContentPolicy.sealed(data), Target.of(saying(FIRST, "Noted, 0170 1234567.")));

    router.chat(QUESTION, ANN);
    router.chat(QUESTION, CallContext.create().tenant("acme"));

    Content.Sealed sealed = (Content.Sealed) records().get(0).content().orElseThrow();
    assertThat(sealed.sealed().toString()).doesNotContain("1234567");
    assertThat(sealed.open("acme", data).orElseThrow().toString()).contains("Noted, 0170");
    assertThat(records().get(1).content()).as("nobody could have it erased").isEmpty();
    data.erase("acme", "ann");
    assertThat(sealed.open("acme", data)).isEqualTo(Optional.empty());
  }

  @Test
  void aPolicyThatFailsCostsTheContentAndNotTheRecord() {
    ContentPolicy policy =
        ContentPolicy.redacted(
            said -> {
              throw new IllegalStateException("no pattern");
            });
    MockModel model = MockModel.newBuilder().otherwise(request -> MockReply.text("Yes")).build();

    assertThat(router(policy, Target.of(model)).chat(QUESTION, ANN).text()).isEqualTo("Yes");

    assertThat(records()).hasSize(1);
    assertThat(records().get(0).content()).isEmpty();
    assertThat(records().get(0).outcome()).isEqualTo(Outcome.ANSWERED);
  }
}
