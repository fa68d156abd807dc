package dev.atom.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.secret.Secret;
import dev.atom.store.Subject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ApprovalLinksTest {
  private static final Duration DAY = Duration.ofHours(12);

  private final Desk desk = new Desk();
  private final AtomicInteger counter = new AtomicInteger();
  private final Secret key = Secret.of("0123456789abcdef0123456789abcdef");
  private final ApprovalLinks links = links(key);

  private ApprovalLinks links(Secret secret) {
    return ApprovalLinks.of(
        desk.approvals,
        secret,
        URI.create("https://desk.example/approve"),
        desk.clock,
        () -> "n-" + counter.incrementAndGet());
  }

  private ApprovalLink link(LinkAction action) {
    return links.link(desk.asked(), action, "eve", "email", DAY);
  }

  private LinkAnswer post(ApprovalLink link) {
    return links.open("POST", link.token(), Optional.empty(), "");
  }

  private static LinkAnswer refused(LinkAnswer.Reason reason) {
    return new LinkAnswer.Refused(reason);
  }

  @Test
  void aLinkShowsOnGetAndDecidesOnPost() {
    Approval asked = desk.asked();
    // @start region="links"
    ApprovalLink link = links.link(asked, LinkAction.APPROVE, "eve", "email", Duration.ofHours(12));
    // in the mail: link.uri(); in the page's handler:
    LinkAnswer shown = links.open("GET", link.token(), Optional.of("eve"), "");
    LinkAnswer done = links.open("POST", link.token(), Optional.of("eve"), "");
    // @end
    assertThat(shown).isEqualTo(new LinkAnswer.Confirm(asked, LinkAction.APPROVE, "eve"));
    assertThat(done)
        .isInstanceOfSatisfying(
            LinkAnswer.Decided.class,
            decided -> assertThat(decided.answer()).isInstanceOf(Answer.Counted.class));
    assertThat(link.uri().toString()).startsWith("https://desk.example/approve?token=");
    assertThat(desk.store.read(Desk.CASE, 0, 9).getLast().data().text("channel")).contains("email");
    assertThat(desk.payments()).hasSize(1);
  }

  @Test
  void previewsAndScannersThatFetchALinkDecideNothing() { // n8n-io/n8n#27870, #25311
    ApprovalLink link = link(LinkAction.APPROVE);
    for (String method : List.of("GET", "HEAD", "GET", "OPTIONS", "PUT", "DELETE", "get", "post")) {
      links.open(method, link.token(), Optional.empty(), "");
    }
    assertThat(desk.events()).containsExactly("approval_requested");
    assertThat(links.open("PUT", link.token(), Optional.empty(), ""))
        .isEqualTo(refused(LinkAnswer.Reason.METHOD_NOT_ALLOWED));
    assertThat(post(link)).isInstanceOf(LinkAnswer.Decided.class);
  }

  @Test
  void aLinkDecidesOnce() {
    ApprovalLink link = link(LinkAction.APPROVE);
    post(link);
    assertThat(post(link)).isEqualTo(refused(LinkAnswer.Reason.USED));
    assertThat(desk.payments()).hasSize(1);
  }

  @Test
  void ofEightPostsAtOnceOneDecides() throws Exception {
    ApprovalLink link = link(LinkAction.APPROVE);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<LinkAnswer>> posts =
          IntStream.range(0, 8).<Callable<LinkAnswer>>mapToObj(i -> () -> post(link)).toList();
      int counted = 0;
      for (var future : threads.invokeAll(posts)) {
        counted +=
            future.get() instanceof LinkAnswer.Decided d && d.answer() instanceof Answer.Counted
                ? 1
                : 0;
      }
      assertThat(counted).isEqualTo(1);
    }
    assertThat(desk.payments()).hasSize(1);
  }

  @Test
  void aDecisionThatWasRefusedLeavesTheLinkUsable() {
    ApprovalLink link = link(LinkAction.APPROVE);
    desk.refunds.obstacle = Optional.of("no money");
    assertThat(post(link))
        .isInstanceOfSatisfying(
            LinkAnswer.Decided.class,
            decided -> assertThat(decided.answer()).isInstanceOf(Answer.Refused.class));
    desk.refunds.obstacle = Optional.empty();
    assertThat(post(link))
        .isInstanceOfSatisfying(
            LinkAnswer.Decided.class,
            decided -> assertThat(decided.answer()).isInstanceOf(Answer.Counted.class));
  }

  @Test
  void aLinkForSomebodyElseIsRefusedAndShowsNothing() {
    ApprovalLink link = link(LinkAction.APPROVE);
    assertThat(links.open("GET", link.token(), Optional.of("mallory"), ""))
        .isEqualTo(refused(LinkAnswer.Reason.WRONG_PERSON));
    assertThat(links.open("POST", link.token(), Optional.of("mallory"), ""))
        .isEqualTo(refused(LinkAnswer.Reason.WRONG_PERSON));
    assertThat(desk.payments()).isEmpty();
  }

  @Test
  void aLinkExpiresWithItsTimeOrWithTheApproval() {
    ApprovalLink link = link(LinkAction.APPROVE);
    ApprovalLink later =
        links.link(desk.asked(), LinkAction.APPROVE, "eve", "email", Duration.ofDays(300));
    assertThat(later.expires()).isEqualTo(Desk.START.plus(Duration.ofHours(24)));
    desk.clock.advance(DAY);
    assertThat(post(link)).isEqualTo(refused(LinkAnswer.Reason.EXPIRED));
    desk.clock.advance(DAY);
    assertThat(links.open("GET", later.token(), Optional.empty(), ""))
        .isEqualTo(refused(LinkAnswer.Reason.EXPIRED));
    assertThat(desk.payments()).isEmpty();
  }

  @Test
  void aLinkOfAnotherProposalUnderTheSameIdIsRefused() {
    Approval asked = desk.asked();
    Approval forged =
        new Approval(
            asked.subject(),
            ApprovalRequest.newBuilder("a-1", "refunds", dev.atom.json.Json.of(1)).build(),
            asked.times(),
            asked.status());
    ApprovalLink link = links.link(forged, LinkAction.APPROVE, "eve", "email", DAY);
    assertThat(post(link)).isEqualTo(refused(LinkAnswer.Reason.OTHER_PROPOSAL));
  }

  @Test
  void aSupersededApprovalIsNotDecidedByItsLink() { // GuthL/itai-wa#70
    ApprovalLink link = link(LinkAction.APPROVE);
    desk.says("m-2");
    assertThat(post(link))
        .isInstanceOfSatisfying(
            LinkAnswer.Decided.class,
            decided ->
                assertThat(decided.answer().approval().status())
                    .isInstanceOf(ApprovalStatus.Superseded.class));
    assertThat(desk.payments()).isEmpty();
  }

  @Test
  void aRevisionNeedsAText() {
    ApprovalLink link = link(LinkAction.REVISE);
    assertThat(post(link)).isEqualTo(refused(LinkAnswer.Reason.TEXT_MISSING));
    links.open("POST", link.token(), Optional.empty(), "less");
    assertThat(desk.approvals.find(Desk.CASE, "a-1").orElseThrow().status())
        .isInstanceOfSatisfying(
            ApprovalStatus.RevisionAsked.class,
            revise -> assertThat(revise.feedback()).isEqualTo("less"));
  }

  @Test
  void everyChangedCharacterAndEveryOtherKeyIsRefused() {
    ApprovalLink link = link(LinkAction.APPROVE);
    String token = link.token();
    int tried = 0;
    for (int i = 0; i < token.length(); i++) {
      for (char c : new char[] {'A', 'b', '7', '-', '.', '!'}) {
        String changed = token.substring(0, i) + c + token.substring(i + 1);
        if (sameBytes(changed, token)) {
          continue; // the last character of base64 has bits that mean nothing
        }
        tried++;
        assertThat(links.open("POST", changed, Optional.empty(), ""))
            .as(changed)
            .isEqualTo(refused(LinkAnswer.Reason.INVALID));
      }
      assertThat(links.open("POST", token.substring(0, i), Optional.empty(), ""))
          .isEqualTo(refused(LinkAnswer.Reason.INVALID));
      tried++;
    }
    for (String bad : List.of("", ".", "..", "a.b", "x".repeat(100_000), token + token)) {
      tried++;
      assertThat(links.open("POST", bad, Optional.empty(), ""))
          .isEqualTo(refused(LinkAnswer.Reason.INVALID));
    }
    ApprovalLinks foreign = links(Secret.of("another-key-another-key-another-key!"));
    assertThat(foreign.open("POST", token, Optional.empty(), ""))
        .isEqualTo(refused(LinkAnswer.Reason.INVALID));
    assertThat(tried).isGreaterThan(2000);
    assertThat(desk.events()).containsExactly("approval_requested");
  }

  private static boolean sameBytes(String one, String other) {
    int a = one.lastIndexOf('.');
    int b = other.lastIndexOf('.');
    if (a != b || !one.substring(0, a).equals(other.substring(0, b))) {
      return false;
    }
    try {
      return java.util.Arrays.equals(
          Base64.getUrlDecoder().decode(one.substring(a + 1)),
          Base64.getUrlDecoder().decode(other.substring(b + 1)));
    } catch (IllegalArgumentException damaged) {
      return false;
    }
  }

  @Test
  void noTwoLinksAreTheSameAndNoneIsShown() {
    Approval asked = desk.asked();
    Set<String> tokens = new HashSet<>();
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ApprovalLink link = links.link(asked, LinkAction.APPROVE, "eve", "email", DAY);
      tokens.add(link.token());
      shown.add(link.toString());
    }
    assertThat(tokens).hasSize(100);
    assertThat(String.join("", shown)).doesNotContain(tokens.iterator().next());
    post(links.link(asked, LinkAction.APPROVE, "eve", "email", DAY));
    String kept = desk.store.read(Desk.CASE, 0, 100).toString();
    tokens.forEach(token -> assertThat(kept).doesNotContain(token));
  }

  @Test
  void aLinkOfTheLongestNamesWorks() {
    String longest = "\u4e2d".repeat(200);
    Subject subject = new Subject(longest, longest, longest);
    Approval asked = desk.approvals.request(subject, Desk.refund("\u4e2d".repeat(180)).build());
    ApprovalLink link = links.link(asked, LinkAction.APPROVE, longest, "\u4e2d".repeat(100), DAY);
    assertThat(post(link)).isInstanceOf(LinkAnswer.Decided.class);
  }

  @Test
  void aKeyThatIsTooShortIsRefused() {
    assertThatThrownBy(() -> links(Secret.of("short".getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("short\"");
  }
}
