package dev.atom.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.store.Append;
import dev.atom.store.NewJob;
import dev.atom.store.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InboxTest {
  private static final Subject OTHER = new Subject("acme", "case", "c-2");

  private final Desk desk = new Desk();

  @BeforeEach
  void ask() {
    desk.approvals.request(Desk.CASE, Desk.refund("a-1").deciders(Deciders.roles("lead")).build());
    desk.approvals.request(
        OTHER, Desk.refund("b-1").kind("credit").deciders(Deciders.persons("eve", "bob")).build());
    desk.approvals.request(
        OTHER, Desk.refund("b-2").deciders(Deciders.roles("lead", "boss").quorum(2)).build());
    desk.approvals.request(new Subject("other", "case", "x"), Desk.refund("x-1").build());
    desk.store.append(Append.to(OTHER).plan(NewJob.timer("t", "other", Desk.START)).build());
  }

  private static List<String> ids(Inbox inbox) {
    return inbox.first(10).entries().stream().map(InboxEntry::approval).toList();
  }

  @Test
  void whatWaitsIsListedByTenantRoleKindSubjectAndPerson() {
    Inbox inbox = desk.approvals.inbox("acme");
    assertThat(ids(inbox)).containsExactly("a-1", "b-1", "b-2");
    assertThat(ids(inbox.role("lead"))).containsExactly("a-1", "b-2");
    assertThat(ids(inbox.kind("credit"))).containsExactly("b-1");
    assertThat(ids(inbox.subject(OTHER))).containsExactly("b-1", "b-2");
    assertThat(ids(inbox.subject(OTHER).role("lead"))).containsExactly("b-2");
    assertThat(ids(inbox.person("eve", Set.of()))).containsExactly("b-1");
    assertThat(ids(inbox.person("zoe", Set.of("boss")))).containsExactly("b-2");
    assertThat(ids(inbox.person("ann", Set.of("lead")))).isEmpty(); // ann has asked
    assertThatThrownBy(() -> inbox.subject(new Subject("other", "case", "x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whoHasApprovedIsNotAskedAgainAndWhatIsDecidedIsGone() {
    Inbox inbox = desk.approvals.inbox("acme");
    String hash = inbox.first(1).entries().getFirst().hash();
    desk.approvals.decide(OTHER, "b-2", Decision.approve("lead-1", hash));
    desk.approvals.decide(Desk.CASE, "a-1", Decision.approve("lead-1", hash));
    assertThat(ids(inbox.person("lead-1", Set.of("lead")))).isEmpty();
    assertThat(ids(inbox.person("lead-2", Set.of("lead")))).containsExactly("b-2");
    assertThat(ids(inbox)).containsExactly("b-1", "b-2");
  }

  @Test
  void anEntrySaysWhatAListShows() {
    InboxEntry entry = desk.approvals.inbox("acme").first(1).entries().getFirst();
    assertThat(entry.subject()).isEqualTo(Desk.CASE);
    assertThat(entry.handler()).isEqualTo("refunds");
    assertThat(entry.title()).isEqualTo("Refund of order o-7");
    assertThat(entry.reasons()).containsExactly("over-100");
    assertThat(entry.hash()).isEqualTo(Proposal.of(Desk.REFUND).hash());
    assertThat(entry.askedAt()).isEqualTo(Desk.START);
    assertThat(entry.due()).isAfter(entry.askedAt());
    assertThat(entry.toString()).doesNotContain("Refund");
  }

  @Test
  void manyAreReadPageByPage() {
    for (int i = 0; i < 250; i++) {
      desk.approvals.request(
          new Subject("acme", "case", "many-" + i),
          Desk.refund("m").kind(i % 2 == 0 ? "even" : "odd").build());
    }
    Inbox odd = desk.approvals.inbox("acme").kind("odd");
    List<Subject> all = new ArrayList<>();
    OptionalLong next = OptionalLong.of(0);
    int pages = 0;
    while (next.isPresent()) {
      Inbox.Page page = odd.after(next.getAsLong(), 40);
      page.entries().forEach(entry -> all.add(entry.subject()));
      next = page.next();
      pages++;
    }
    assertThat(all).hasSize(125).doesNotHaveDuplicates();
    assertThat(pages).isEqualTo(4);
  }
}
