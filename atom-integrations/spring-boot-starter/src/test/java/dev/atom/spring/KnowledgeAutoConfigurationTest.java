package dev.atom.spring;

import static dev.atom.spring.Starter.application;
import static dev.atom.spring.Starter.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.knowledge.KnowledgeBase;
import dev.atom.knowledge.SourceDocument;
import dev.atom.operation.Retriever;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class KnowledgeAutoConfigurationTest {
  @TempDir private Path folder;

  private ApplicationContextRunner of(String tenant) {
    return application()
        .withPropertyValues("atom.knowledge.path=" + folder, "atom.knowledge.tenant=" + tenant);
  }

  @Test
  void searchesTheTenantsDocuments() {
    of("acme")
        .run(
            context -> {
              context
                  .getBean(KnowledgeBase.class)
                  .upsert(SourceDocument.plain("faq", "Parcels are sent back free of charge."));
              Retriever retriever = context.getBean(Retriever.class);
              CallContext call = CallContext.create().tenant("acme");
              assertThat(retriever.retrieve("send a parcel back", 3, call)).hasSize(1);
            });
  }

  @Test
  void isForTheOneTenantOfTheHostUnlessSaidOtherwise() {
    application()
        .withPropertyValues("atom.knowledge.path=" + folder)
        .run(
            context ->
                assertThat(context.getBean(KnowledgeBase.class).tenant())
                    .isEqualTo(CallContext.DEFAULT_TENANT));
  }

  @Test
  void isNotThereWithoutAPathOrTheModule() {
    application().run(context -> assertThat(context).doesNotHaveBean(Retriever.class));
    application()
        .withClassLoader(new FilteredClassLoader(KnowledgeBase.class))
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Retriever.class));
  }

  @Test
  void leavesTheApplicationsOwnRetrieverAlone() {
    Retriever own = Retriever.none();
    of("acme")
        .withBean("mine", Retriever.class, () -> own)
        .run(context -> assertThat(context.getBean(Retriever.class)).isSameAs(own));
  }

  @Test
  void closesTheKnowledgeBaseWithTheApplication() {
    AtomicReference<KnowledgeBase> base = new AtomicReference<>();
    of("acme").run(context -> base.set(context.getBean(KnowledgeBase.class)));
    assertThatThrownBy(() -> base.get().delete("faq")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesAnotherTenantsFolder() {
    of("acme").run(context -> assertThat(context).hasNotFailed());
    of("other")
        .run(
            context -> {
              assertThat(refusal(context).property()).isEqualTo("atom.knowledge.tenant");
              assertThat(refusal(context)).hasMessageContaining("\"other\"");
            });
  }

  @Test
  void refusesAPathWithoutTheModule() {
    of("acme")
        .withClassLoader(new FilteredClassLoader(KnowledgeBase.class))
        .run(
            context ->
                assertThat(refusal(context)).hasMessageContaining("dev.atom:atom-knowledge"));
  }
}
