namespace Fashion.Keras.Training;

/// <summary>What a loop tells those who take part in it, in Keras's order.</summary>
internal interface ILoopEvents
{
    /// <summary>Whether a stop after the current batch was requested; training begins with false.</summary>
    bool StopRequested { get; set; }

    /// <summary>The callbacks that work only where all ranks of a job have them, with their settings.</summary>
    string JointCallbacks { get; }

    void TrainBegin();

    /// <summary>Where an interrupted run stopped; asked once <see cref="TrainBegin"/> has been seen by all.</summary>
    TrainingPosition? Resume(RunShape run);

    void EpochBegin(int epoch);

    void TrainBatchBegin(int batch);

    void TrainBatchEnd(int batch, RunningAverages averages);

    /// <summary>After the step's last event, not after the last step of an epoch whose length is known.</summary>
    void StepDone(Func<TrainingPosition> position);

    void EpochEnd(int epoch, Logs logs);

    /// <summary>After the epoch's last event.</summary>
    void EpochDone(TrainingPosition next);

    /// <summary>The end of training, by itself or cancelled.</summary>
    void TrainEnd(Logs logs, bool cancelled);

    void TestBegin();

    void TestBatchBegin(int batch);

    void TestBatchEnd(int batch, RunningAverages averages);

    void TestEnd(Logs logs);

    void PredictBegin();

    void PredictBatchBegin(int batch);

    void PredictBatchEnd(int batch);

    void PredictEnd();
}
