package io.bellwether.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static io.bellwether.tests.architecture.Targets.NEW;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.concurrent.Executor;

/** Time, chance, threads and standard output come from the outside, not from the system. */
final class SystemRules {

    private static final Targets SYSTEM_TIME = Targets.none()
            .and("java.lang.System", "currentTimeMillis", "nanoTime")
            .and("java.util.Date", NEW)
            .and("java.time.Clock", "systemUTC", "systemDefaultZone", "system", "tickMillis", "tickSeconds")
            .and("java.time.Instant", "now")
            .and("java.time.LocalDate", "now")
            .and("java.time.LocalTime", "now")
            .and("java.time.LocalDateTime", "now")
            .and("java.time.OffsetDateTime", "now")
            .and("java.time.ZonedDateTime", "now");

    private static final Targets SYSTEM_WAITING = Targets.none()
            .and("java.lang.Thread", "sleep")
            .and("java.util.concurrent.locks.LockSupport", "parkNanos", "parkUntil")
            .and("java.util.concurrent.TimeUnit", "sleep", "timedWait", "timedJoin")
            .and("java.util.concurrent.CompletableFuture", "orTimeout", "completeOnTimeout", "delayedExecutor");

    private static final Targets SYSTEM_CHANCE = Targets.none()
            .and("java.lang.Math", "random")
            .and("java.util.Random", NEW)
            .and("java.util.SplittableRandom", NEW)
            .and("java.security.SecureRandom", NEW, "getInstance", "getInstanceStrong")
            .and("java.util.concurrent.ThreadLocalRandom", "current")
            .and("java.util.random.RandomGenerator", "getDefault", "of")
            .and("java.util.random.RandomGeneratorFactory", "create", "getDefault", "of")
            .and("java.util.UUID", "randomUUID");

    private static final Targets NEW_THREADS = Targets.none()
            .and("java.lang.Thread", NEW, "ofVirtual", "ofPlatform", "startVirtualThread")
            .and("java.util.Timer", NEW)
            .and("java.util.concurrent.Executors")
            .and("java.util.concurrent.ForkJoinPool", NEW, "commonPool")
            .and("java.util.concurrent.ThreadPoolExecutor", NEW)
            .and("java.util.concurrent.ScheduledThreadPoolExecutor", NEW);

    /** The real machine behind the interfaces of {@code execution}: chosen where everything is wired. */
    private static final Targets REAL_MACHINE = Targets.none()
            .and("io.bellwether.execution.Threads")
            .and("io.bellwether.execution.SystemClock", NEW)
            .and("io.bellwether.execution.SystemScheduler", NEW)
            .and("io.bellwether.execution.Randomness", "secure");

    private static final Set<String> PARALLEL = Set.of("parallelStream", "parallel");

    private SystemRules() {}

    static ArchRule timeIsInjected(DescribedPredicate<JavaClass> except) {
        return forbid(
                except, SYSTEM_TIME.asPredicate("the system's time"), "time comes from io.bellwether.execution.Clock");
    }

    static ArchRule waitingIsScheduled(DescribedPredicate<JavaClass> except) {
        return forbid(except, SYSTEM_WAITING.asPredicate("the system's timers"), "a Scheduler is handed in");
    }

    static ArchRule chanceIsInjected(DescribedPredicate<JavaClass> except) {
        return forbid(except, SYSTEM_CHANCE.asPredicate("the system's randomness"), "a RandomGenerator is handed in");
    }

    static ArchRule threadsAreHandedIn(DescribedPredicate<JavaClass> except) {
        return forbid(
                except,
                NEW_THREADS.asPredicate("new threads").or(COMMON_POOL),
                "only execution and cli create threads and executors");
    }

    private static final DescribedPredicate<JavaAccess<?>> COMMON_POOL =
            DescribedPredicate.describe("the common pool", access -> usesCommonPool(access.getTarget()));

    private static boolean usesCommonPool(AccessTarget target) {
        if (!(target instanceof AccessTarget.CodeUnitAccessTarget code)
                || !target.getOwner().getPackageName().startsWith("java.util")) {
            return false;
        }
        boolean withoutExecutor =
                code.getRawParameterTypes().stream().noneMatch(parameter -> parameter.isAssignableTo(Executor.class));
        boolean asynchronous = target.getOwner().getName().startsWith("java.util.concurrent.Completable")
                && target.getName().endsWith("Async");
        return PARALLEL.contains(target.getName()) || (asynchronous && withoutExecutor);
    }

    static ArchRule theMachineIsChosenByTheProgram(DescribedPredicate<JavaClass> except) {
        return forbid(
                except,
                REAL_MACHINE.asPredicate("the real machine"),
                "cli wires the real machine, tests the simulated one");
    }

    static ArchRule standardOutputBelongsToTheProgram(DescribedPredicate<JavaClass> except) {
        Targets streams = Targets.none().and("java.lang.System", "out", "err", "in", "exit");
        return forbid(except, streams.asPredicate("the standard streams"), "standard output belongs to cli");
    }

    static ArchRule mainBelongsToTheProgram(DescribedPredicate<JavaClass> except) {
        return noMethods()
                .that()
                .areDeclaredInClassesThat(DescribedPredicate.not(except))
                .and()
                .haveModifier(JavaModifier.STATIC)
                .should()
                .haveName("main")
                .because("cli is the only place with a main method")
                .allowEmptyShould(true);
    }

    private static ArchRule forbid(
            DescribedPredicate<JavaClass> except, DescribedPredicate<JavaAccess<?>> what, String reason) {
        return noClasses()
                .that(DescribedPredicate.not(except))
                .should()
                .accessTargetWhere(what)
                .because(reason)
                .allowEmptyShould(true);
    }
}
