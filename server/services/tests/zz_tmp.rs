use services::testing::{TestDatabase, TestWorld};
#[tokio::test]
async fn make() {
    for database in TestDatabase::engines().await {
        let file = database.file();
        let world = TestWorld::on(database).await;
        services::seed::create(world.services(), 100_000).await.unwrap();
        if let Some(file) = file {
            std::fs::copy(&file, "/tmp/users-w/s.db").unwrap();
            let mut wal = file.into_os_string(); wal.push("-wal");
            let _ = std::fs::copy(&wal, "/tmp/users-w/s.db-wal");
        }
        std::mem::forget(world);
    }
}
