using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Fashion.Keras.Hosting;

/// <summary>Healthy while the newest file answers; degraded while an older model does because the file cannot be used; unhealthy when
/// nothing answers.</summary>
internal sealed class ModelHealthCheck(Func<ModelServer> server) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ModelState state;
        try
        {
            state = server().State;
        }
#pragma warning disable CA1031 // Why a model cannot be made is what the check has to say.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return Task.FromResult(new HealthCheckResult(context.Registration.FailureStatus, error.Message, error));
        }
        var data = new Dictionary<string, object> { ["loadedAt"] = state.LoadedAt, ["loads"] = state.Loads, ["waiting"] = state.Waiting };
        return Task.FromResult(state.ReloadError is null ? HealthCheckResult.Healthy(data: data)
            : HealthCheckResult.Degraded($"An older model answers: {state.ReloadError}", data: data));
    }
}
