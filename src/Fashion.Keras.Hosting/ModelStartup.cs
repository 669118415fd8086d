using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Fashion.Keras.Hosting;

/// <summary>Loads the models when the program starts, so that a missing or damaged file ends the start and no first request
/// waits.</summary>
internal sealed class ModelStartup(IServiceProvider services, string name) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) =>
        Task.Run(() => services.GetRequiredKeyedService<ModelServer>(name), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
