package io.espalier.deploy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;

/** Rules about the whole code base; generated messages are left out. */
@AnalyzeClasses(packages = "io.espalier", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] CORE = {"io.espalier.signatures..", "io.espalier.optimizers.."};
    private static final Set<String> EMPTY_NAMES =
            Set.of("util", "utils", "impl", "common", "manager", "helper", "helpers", "misc");

    private static final DescribedPredicate<JavaClass> OURS =
            DescribedPredicate.describe(
                    "written by hand",
                    type ->
                            !type.getPackageName().equals("io.espalier.v1")
                                    && !type.getPackageName().startsWith("io.espalier.cluster"));

    @ArchTest
    static final ArchRule core_isPure =
            noClasses()
                    .that()
                    .resideInAnyPackage(CORE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.apache.pekko..", "io.grpc..", "com.google.protobuf..", "scala..");

    @ArchTest
    static final ArchRule optimizers_readNoClockAndSleepNever =
            noClasses()
                    .that()
                    .resideInAPackage("io.espalier.optimizers..")
                    .and()
                    .resideOutsideOfPackage("io.espalier.optimizers.study..")
                    .should()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(java.time.Instant.class, "now")
                    .orShould()
                    .callMethod(Thread.class, "sleep", long.class)
                    .orShould()
                    .callMethod(Math.class, "random")
                    .orShould()
                    .callConstructor(java.util.Random.class)
                    .because(
                            "an optimizer replays: time comes from its surroundings, randomness from the study");

    @ArchTest
    static final ArchRule coordinatorAndWorker_meetOnlyInTheProtocol =
            noClasses()
                    .that()
                    .resideInAPackage("io.espalier.coordinator..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.espalier.worker..")
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAPackage("io.espalier.deploy..");

    @ArchTest
    static final ArchRule actorProtocols_areSealedInOneFile =
            classes()
                    .that(OURS)
                    .and()
                    .haveSimpleName("Command")
                    .and()
                    .areInterfaces()
                    .should(beSealedWithin("the file that declares it"));

    @ArchTest
    static final ArchRule fields_areNeverPublicAndMutable =
            fields().that().areDeclaredInClassesThat(OURS).and().arePublic().should().beFinal();

    @ArchTest
    static void packages_haveNamesThatSaySomething(JavaClasses classes) {
        var found = new TreeSet<String>();
        for (var type : classes) {
            for (var part : type.getPackageName().split("\\.")) {
                if (EMPTY_NAMES.contains(part)) found.add(type.getPackageName());
            }
        }
        assertThat(found).as("packages named for nothing they know").isEmpty();
    }

    @ArchTest
    static void packages_areNullMarked(JavaClasses classes) {
        var unmarked = new TreeSet<String>();
        for (var type : classes) {
            if (OURS.test(type) && !type.getPackage().isAnnotatedWith(NullMarked.class)) {
                unmarked.add(type.getPackageName());
            }
        }
        assertThat(unmarked).as("packages without @NullMarked").isEmpty();
    }

    /** Interfaces that a message must implement, with all their messages in one file. */
    private static ArchCondition<JavaClass> beSealedWithin(String description) {
        return new ArchCondition<>("be sealed within " + description) {
            @Override
            public void check(JavaClass protocol, ConditionEvents events) {
                var type = protocol.reflect();
                var outside =
                        type.isSealed()
                                ? Arrays.stream(type.getPermittedSubclasses())
                                        .filter(message ->
                                                message.getNestHost() != type.getNestHost())
                                        .map(Class::getName)
                                        .toList()
                                : List.of("not sealed");
                events.add(
                        new SimpleConditionEvent(
                                protocol, outside.isEmpty(), protocol.getName() + ": " + outside));
            }
        };
    }
}
