using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fashion.Keras.Hosting;

/// <summary>Models as services.</summary>
public static class ModelServiceExtensions
{
    /// <summary>
    /// Adds a <see cref="ModelServer"/> as a keyed service, which is loaded when the program starts, and a health check of the same name.
    /// The first
    /// one is also there without a key.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">Key of the service and name of the health check.</param>
    /// <param name="path">The model's file.</param>
    /// <param name="configure">Sets options; null for the defaults.</param>
    /// <exception cref="ArgumentException">A name is empty, or there is a model of this name.</exception>
    public static IServiceCollection AddKerasModel(this IServiceCollection services, string name, string path,
        Action<ModelServerOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Add(services, name, configure, (options, logger) => new ModelServer(name, path, options, logger));
    }

    /// <summary>Adds a <see cref="ModelServer"/> for a model that is there: see the overload with a file.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">Key of the service and name of the health check.</param>
    /// <param name="model">The model.</param>
    /// <param name="configure">Sets options; null for the defaults.</param>
    /// <exception cref="ArgumentException">The name is empty, or there is a model of this name.</exception>
    public static IServiceCollection AddKerasModel(this IServiceCollection services, string name, Model model,
        Action<ModelServerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Add(services, name, configure, (options, logger) => new ModelServer(name, model, options, logger));
    }

    private static IServiceCollection Add(IServiceCollection services, string name, Action<ModelServerOptions>? configure,
        Func<ModelServerOptions, ILogger?, ModelServer> make)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (services.Any(s => s.ServiceType == typeof(ModelServer) && Equals(s.ServiceKey, name)))
            throw new ArgumentException($"There is a model '{name}' among the services already.", nameof(name));
        var options = new ModelServerOptions();
        configure?.Invoke(options);
        options.Validate();
        services.AddKeyedSingleton(name,
            (provider, _) => make(options, provider.GetService<ILoggerFactory>()?.CreateLogger(typeof(ModelServer).FullName!)));
        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<ModelServer>(name));
        services.AddSingleton<IHostedService>(provider => new ModelStartup(provider, name));
        services.AddHealthChecks().Add(new HealthCheckRegistration(name, Check, failureStatus: null, tags: ["keras"]));
        return services;

        ModelHealthCheck Check(IServiceProvider provider) => new(() => provider.GetRequiredKeyedService<ModelServer>(name));
    }
}
