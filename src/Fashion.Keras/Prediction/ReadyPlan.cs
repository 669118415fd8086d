using Fashion.Keras.Execution;
using Fashion.Keras.Training;

namespace Fashion.Keras.Prediction;

/// <summary>What a predictor has compiled for batches of one shape.</summary>
/// <param name="executable">The compiled graph.</param>
/// <param name="shapes">Shapes of the batch.</param>
/// <param name="outputs">Shapes of the outputs.</param>
/// <param name="isFixed">Whether the number of samples alone says the shapes.</param>
internal sealed class ReadyPlan(IExecutable executable, BatchShapes shapes, Shape[] outputs, bool isFixed)
{
    public IExecutable Executable => executable;

    public BatchShapes Shapes => shapes;

    public int Rows { get; } = shapes.Rows;

    public IReadOnlyList<Shape> Outputs => outputs;

    public bool IsFixed => isFixed;

    /// <summary>The plan with buffers of its own.</summary>
    public Rented Rent() => new(this, executable.Rent(), new SpanFeed(shapes.Inputs[0]));

    /// <summary>A plan with buffers, for one thread at a time.</summary>
    internal sealed record Rented(ReadyPlan Plan, IExecution Execution, SpanFeed Feed) : IDisposable
    {
        public void Dispose()
        {
            Execution.Dispose();
            Feed.Dispose();
        }
    }
}
