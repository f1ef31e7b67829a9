package io.bellwether.spring.boot.starter;

import java.lang.reflect.Method;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.core.Ordered;

/**
 * Puts the gate in front of {@link LeaderOnly} methods. It comes before the processor of {@code @Scheduled}, so that
 * what is scheduled is guarded.
 */
final class LeaderOnlyAdvisor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

    private static final long serialVersionUID = 1L;

    LeaderOnlyAdvisor(Gates gates) {
        this.advisor = new DefaultPointcutAdvisor(
                AnnotationMatchingPointcut.forMethodAnnotation(LeaderOnly.class), new Guard(gates));
        setProxyTargetClass(true);
        setOrder(Ordered.LOWEST_PRECEDENCE - 1);
    }

    /** Finds the gate at the first call: a post-processor is made before the beans that it could be handed. */
    @FunctionalInterface
    interface Gates {
        LeaderGate gate();
    }

    private record Guard(Gates gates) implements MethodInterceptor {

        @Override
        public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
            LeaderGate gate = gates.gate();
            if (!gate.enter()) {
                return refuse(invocation.getMethod());
            }
            try {
                return invocation.proceed();
            } finally {
                gate.leave();
            }
        }

        private static @Nullable Object refuse(Method method) {
            if (method.getReturnType() == void.class) {
                return null;
            }
            throw new NotLeaderException(method + " runs on the leader alone");
        }
    }
}
