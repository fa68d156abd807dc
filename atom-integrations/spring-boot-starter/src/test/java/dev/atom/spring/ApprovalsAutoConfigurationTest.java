package dev.atom.spring;

import static dev.atom.spring.Starter.application;
import static dev.atom.spring.Starter.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.approval.Answer;
import dev.atom.approval.Approval;
import dev.atom.approval.ApprovalHandler;
import dev.atom.approval.ApprovalLink;
import dev.atom.approval.ApprovalLinks;
import dev.atom.approval.ApprovalRequest;
import dev.atom.approval.Approvals;
import dev.atom.approval.Deciders;
import dev.atom.approval.Decision;
import dev.atom.approval.LinkAction;
import dev.atom.approval.LinkAnswer;
import dev.atom.approval.OnExpiry;
import dev.atom.approval.Roles;
import dev.atom.job.Jobs;
import dev.atom.json.Json;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import dev.atom.store.Append;
import dev.atom.store.MemoryStore;
import dev.atom.store.Subject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ApprovalsAutoConfigurationTest {
  private static final Subject ORDER = new Subject("acme", "order", "o-7");

  /** Takes note of nothing; what matters is that it is found by its name. */
  static final class Refunds implements ApprovalHandler {
    @Override
    public String name() {
      return "refunds";
    }

    @Override
    public void settled(Approval approval, Append.Builder append) {}
  }

  private static ApplicationContextRunner approvals() {
    return application()
        .withPropertyValues("atom.approvals.enabled=true")
        .withBean(ApprovalHandler.class, Refunds::new)
        .withBean(
            Roles.class, () -> (tenant, person) -> Set.of(person.equals("eve") ? "lead" : "-"));
  }

  private static ApplicationContextRunner links(String key) {
    return approvals()
        .withPropertyValues("atom.approvals.link-page=https://desk.example.org/approve")
        .withBean(
            KeySource.class,
            () ->
                ref ->
                    ref.provider().equals("approval-links")
                        ? Optional.of(Secret.of(key))
                        : Optional.empty());
  }

  private static Approval ask(Approvals approvals) {
    return approvals.request(
        ORDER,
        ApprovalRequest.newBuilder("r-1", "refunds", Json.of(80))
            .deciders(Deciders.roles("lead"))
            .build());
  }

  @Test
  void thereAreNoneUnlessEnabled() {
    application().run(context -> assertThat(context).doesNotHaveBean(Approvals.class));
  }

  @Test
  void handlersAndRolesAreBeansAndJobsEndWhatNobodyDecides() {
    approvals()
        .run(
            context -> {
              Approvals approvals = context.getBean(Approvals.class);
              Approval asked = ask(approvals);
              assertThat(approvals.decide(ORDER, "r-1", Decision.approve("mallory", asked.hash())))
                  .isInstanceOf(Answer.Refused.class);
              assertThat(approvals.decide(ORDER, "r-1", Decision.approve("eve", asked.hash())))
                  .isInstanceOf(Answer.Counted.class);
              assertThat(context).hasSingleBean(Jobs.class).doesNotHaveBean(ApprovalLinks.class);
              assertThat(approvals.jobKinds()).hasSize(1);
            });
  }

  @Test
  void ownApprovalsWin() {
    approvals()
        .withBean(
            "mine",
            Approvals.class,
            () ->
                Approvals.newBuilder(MemoryStore.create(Clock.systemUTC()), Clock.systemUTC())
                    .build())
        .run(
            context -> {
              assertThat(context.getBeanNamesForType(Approvals.class)).containsExactly("mine");
              assertThat(context).doesNotHaveBean(Jobs.class);
            });
  }

  @Test
  void withWorkflowsTheirStepsAreTakenUp() {
    approvals()
        .withPropertyValues("atom.workflows.enabled=true")
        .run(
            context ->
                assertThat(context.getBean(Approvals.class).jobKinds())
                    .as("one for the bean's, one for the workflows'")
                    .hasSize(2));
  }

  @Test
  void customizersAllowMore() {
    approvals()
        .withBean(ApprovalsCustomizer.class, () -> building -> building.allowAutoApproval("small"))
        .run(
            context -> {
              Approval asked =
                  context
                      .getBean(Approvals.class)
                      .request(
                          ORDER,
                          ApprovalRequest.newBuilder("r-2", "refunds", Json.of(1))
                              .kind("small")
                              .onExpiry(OnExpiry.AUTO_APPROVE)
                              .build());
              assertThat(asked.request().onExpiry()).isEqualTo(OnExpiry.AUTO_APPROVE);
            });
  }

  @Test
  void aLinkShowsOnGetAndDecidesOnceOnPost() {
    links("k".repeat(32))
        .run(
            context -> {
              ApprovalLinks links = context.getBean(ApprovalLinks.class);
              Approval asked = ask(context.getBean(Approvals.class));
              ApprovalLink link =
                  links.link(asked, LinkAction.APPROVE, "eve", "email", Duration.ofHours(12));
              assertThat(link.uri()).hasHost("desk.example.org").hasPath("/approve");
              assertThat(links.open("GET", link.token(), Optional.of("eve"), ""))
                  .isInstanceOf(LinkAnswer.Confirm.class);
              assertThat(links.open("POST", link.token(), Optional.of("eve"), ""))
                  .isInstanceOf(LinkAnswer.Decided.class);
              assertThat(links.open("POST", link.token(), Optional.of("eve"), ""))
                  .isEqualTo(new LinkAnswer.Refused(LinkAnswer.Reason.USED));
            });
  }

  @Test
  void linksWithoutTheirKeyAreRefused() {
    approvals()
        .withPropertyValues("atom.approvals.link-page=https://desk.example.org/approve")
        .run(context -> assertThat(refusal(context)).hasMessageContaining("\"approval-links\""));
    links("short-canary")
        .run(
            context ->
                assertThat(refusal(context))
                    .hasMessageContaining("key that signs the links is short")
                    .hasMessageNotContaining("canary"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/approve", "approve", "https://desk.example.org/#approve"})
  void whatIsNoPageIsRefused(String page) {
    approvals()
        .withPropertyValues("atom.approvals.link-page=" + page)
        .run(
            context ->
                assertThat(refusal(context).property()).isEqualTo("atom.approvals.link-page"));
  }
}
