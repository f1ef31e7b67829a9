package io.bellwether.spring.boot.starter;

import io.bellwether.election.LockStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** One replica of an application: a context of its own over a lock that others share. */
final class Replica implements AutoCloseable {

    static final long PATIENCE_SECONDS = 60;

    private final ConfigurableApplicationContext context;

    private Replica(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts it under that name, with these properties and configurations besides. */
    static Replica start(String name, LockStore lock, List<String> properties, Class<?>... configurations) {
        return start(name, List.of(lock), properties, configurations);
    }

    /** The same with several beans that are made outside of it, the lock among them. */
    static Replica start(String name, List<Object> beans, List<String> properties, Class<?>... configurations) {
        List<Class<?>> sources = new ArrayList<>(List.of(Application.class));
        sources.addAll(List.of(configurations));
        List<String> all = new ArrayList<>(List.of("bellwether.election.identity=" + name));
        all.addAll(properties);
        return new Replica(new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
                .web(WebApplicationType.NONE)
                .registerShutdownHook(false)
                .properties(all.toArray(String[]::new))
                .initializers(context -> beans.forEach(bean -> context.getBeanFactory()
                        .registerSingleton(bean.getClass().getName(), bean)))
                .run());
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Waits until a term has begun that has not been waited for yet. */
    LeadershipStarted awaitStarted() throws InterruptedException {
        LeadershipStarted started = bean(Events.class).started.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (started == null) {
            throw new AssertionError("no term began within " + PATIENCE_SECONDS + " s");
        }
        return started;
    }

    @Override
    public void close() {
        context.close();
    }

    /** Nothing but what is configured automatically, and the events. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Events events() {
            return new Events();
        }
    }

    /** What was published. */
    static class Events {

        final BlockingQueue<LeadershipStarted> started = new LinkedBlockingQueue<>();
        final BlockingQueue<LeadershipStopped> stopped = new LinkedBlockingQueue<>();

        @EventListener
        void on(LeadershipStarted event) {
            started.add(event);
        }

        @EventListener
        void on(LeadershipStopped event) {
            stopped.add(event);
        }
    }
}
