package dev.atom.approval;

import dev.atom.IdSource;
import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.store.Store;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Links in messages by which people decide.
 *
 * {@snippet file="dev/atom/approval/ApprovalLinksTest.java" region="links"}
 *
 * <p>Guarantees: a link works for one person, one action, exactly the proposal it was made for, until
 * its time is over, and decides once, also if it is sent twice at the same instant. Only POST decides:
 * the previews of chats and the scanners of mails, which fetch every link, approve nothing. Without
 * the key nobody makes a link or changes one; what is compared takes as long whatever differs. A link
 * whose decision is refused, such as for an obstacle, can be used again. Not guaranteed: that the
 * person who has the link is the person it was made for, unless the host says who is signed in.
 *
 * <p>Thread-safe.
 */
public final class ApprovalLinks {
  private static final int SHORTEST_KEY = 32;
  private static final String SPACE = "approval-link";

  private final Approvals approvals;
  private final Secret key;
  private final URI page;
  private final Clock clock;
  private final IdSource ids;

  private ApprovalLinks(Approvals approvals, Secret key, URI page, Clock clock, IdSource ids) {
    this.approvals = approvals;
    this.key = key;
    this.page = page;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * Returns the maker and opener of links.
   *
   * @param approvals takes the decisions
   * @param key signs the links: 32 random bytes or more, the same on all hosts; not closed by this
   * @param page the address of the host's page that calls {@link #open}
   * @param clock says when links expire
   * @param ids makes every link another one
   * @return the links
   * @throws IllegalArgumentException if the key is too short
   */
  public static ApprovalLinks of(
      Approvals approvals, Secret key, URI page, Clock clock, IdSource ids) {
    int length = key.use(PlaintextAccess.granted(), bytes -> bytes.length);
    if (length < SHORTEST_KEY) {
      throw new IllegalArgumentException("a key of links has at least 32 random bytes");
    }
    return new ApprovalLinks(
        Objects.requireNonNull(approvals, "approvals"),
        key,
        Objects.requireNonNull(page, "page"),
        Objects.requireNonNull(clock, "clock"),
        Objects.requireNonNull(ids, "ids"));
  }

  /**
   * Makes a link. Works no longer than the approval waits.
   *
   * @param approval what is to be decided
   * @param action what the link does
   * @param person for whom it is; whether the person may decide is checked when it is used
   * @param channel over what it is sent, such as {@code "email"}
   * @param time how long it works, more than zero
   * @return the link
   */
  public ApprovalLink link(
      Approval approval, LinkAction action, String person, String channel, Duration time) {
    Form.positive("the time for which a link works", time);
    Form.name("for whom a link is", person, 200);
    Form.name("a channel", channel, 100);
    Instant end = clock.instant().plus(time);
    Instant expires = end.isBefore(approval.closes()) ? end : approval.closes();
    LinkToken.Holder holder = new LinkToken.Holder(person, channel, expires, ids.next());
    String token =
        new LinkToken(approval.subject(), approval.id(), approval.hash(), action, holder).sign(key);
    String separator = page.getRawQuery() == null ? "?" : "&";
    return new ApprovalLink(URI.create(page + separator + "token=" + token), token, expires);
  }

  /**
   * Opens a link: shows on GET and HEAD what it would do, does it on POST.
   *
   * @param method the method of the HTTP request
   * @param token the token as it came
   * @param signedIn who is signed in; empty where the host does not know
   * @param text why it is rejected, or what should be different; may be empty
   * @return what came of it
   * @throws ApprovalNotFound if the approval's events are gone
   * @throws HandlerMissing if the approval's handler is none of this host's
   * @throws ApprovalContended if others wrote to the subject again and again
   */
  public LinkAnswer open(String method, String token, Optional<String> signedIn, String text) {
    Optional<LinkToken> read = LinkToken.read(key, token);
    if (read.isEmpty()) {
      return refused(LinkAnswer.Reason.INVALID);
    }
    LinkToken link = read.get();
    boolean other =
        signedIn.filter(person -> !DecisionCheck.same(person, link.holder().person())).isPresent();
    if (other) {
      return refused(LinkAnswer.Reason.WRONG_PERSON);
    }
    if (!clock.instant().isBefore(link.holder().expires())) {
      return refused(LinkAnswer.Reason.EXPIRED);
    }
    Approval approval =
        approvals
            .find(link.subject(), link.approval())
            .orElseThrow(() -> new ApprovalNotFound(link.subject(), link.approval()));
    if (!DecisionCheck.same(approval.hash(), link.hash())) {
      return refused(LinkAnswer.Reason.OTHER_PROPOSAL);
    }
    return switch (method) {
      case "GET", "HEAD" -> new LinkAnswer.Confirm(approval, link.action(), link.holder().person());
      case "POST" -> decide(link, text);
      default -> refused(LinkAnswer.Reason.METHOD_NOT_ALLOWED);
    };
  }

  private LinkAnswer decide(LinkToken link, String text) {
    UniqueKey once = new UniqueKey(link.subject().tenant(), SPACE, link.fingerprint());
    Store store = approvals.store();
    if (store.find(once).isPresent()) {
      return refused(LinkAnswer.Reason.USED);
    }
    Optional<Verdict> verdict = link.action().verdict(text);
    if (verdict.isEmpty()) {
      return refused(LinkAnswer.Reason.TEXT_MISSING);
    }
    Decision decision =
        Decision.of(link.holder().person(), link.hash(), verdict.get())
            .over(link.holder().channel());
    // Kept a day longer than the link works, for hosts whose clocks are behind.
    Instant until = link.holder().expires().plus(Duration.ofDays(1));
    try {
      return new LinkAnswer.Decided(
          approvals.decide(
              link.subject(),
              link.approval(),
              decision,
              append -> append.unique(once, link.approval(), until)));
    } catch (UniqueKeyTaken taken) {
      if (!once.equals(taken.key())) {
        throw taken;
      }
      return refused(LinkAnswer.Reason.USED);
    }
  }

  private static LinkAnswer refused(LinkAnswer.Reason reason) {
    return new LinkAnswer.Refused(reason);
  }
}
