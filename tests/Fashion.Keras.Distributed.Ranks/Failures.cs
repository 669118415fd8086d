namespace Fashion.Keras.Distributed.Ranks;

/// <summary>One rank fails or leaves in some way while the others train.</summary>
internal static class Failures
{
    public static void Run(DataParallel ranks, Arguments arguments)
    {
        string how = arguments.Text("how");
        bool one = ranks.Rank == 1;
        if (one && how == "throw") throw new InvalidOperationException("Before the training.");
        if (one && how == "leave") return;
        if (one && how == "sleep") Thread.Sleep(TimeSpan.FromSeconds(60));
        if (how == "calls")
        {
            if (one) ranks.Barrier();
            else ranks.Sum(new double[3]);
        }
        var problem = new QuadrantProblem(arguments);
        Sequential model = QuadrantProblem.Model(arguments, seed: 3, null);
        model.Distribute(ranks);
        if (how == "data" && one) problem = new QuadrantProblem(new Arguments(["", "samples=96"]));
        model.Fit(problem.X, problem.Y, 24, 50, callbacks: how == "callback" ? [new FailsAfter(4, one)] : []);
        // Evaluate is a joint call, too.
        if (!one && how == "evaluate") model.Evaluate(problem.X, problem.Y);
    }
}
